<?php

declare(strict_types=1);

namespace Mwaccount;

/** A prompt: fields to fill in, such as a captcha or a second factor. */
abstract class Prompt implements Step
{
    /**
     * @param string|null  $message       the wiki's message to the user
     * @param list<Field>  $fields        the fields in the wiki's order; the answer to a captcha is the field
     *                                    "captcha"
     * @param Captcha|null $captcha       the captcha to show
     * @param bool|null    $accountExists true if the account already exists and the prompt belongs to its setup; null
     *                                    if unknown
     */
    final public function __construct(
        public readonly ?string $message = null,
        public readonly array $fields = [],
        public readonly ?Captcha $captcha = null,
        public readonly ?bool $accountExists = null
    ) {
    }

    /** Returns the field with this name, or null. */
    final public function field(string $name): ?Field
    {
        foreach ($this->fields as $field) {
            if ($field->name === $name) {
                return $field;
            }
        }

        return null;
    }
}
