<?php

declare(strict_types=1);

namespace Mwaccount;

/** Fields to fill: a captcha, a second factor, anything. */
abstract class Prompt implements Step
{
    /**
     * @param string|null  $message       what the wiki says about it, where it says anything
     * @param list<Field>  $fields        in the wiki's order; the answer to a captcha is the field "captcha"
     * @param Captcha|null $captcha       the captcha to show, if one is asked
     * @param bool|null    $accountExists whether the account exists already and this is about what follows; null where
     *                                    the wiki does not tell
     */
    final public function __construct(
        public readonly ?string $message = null,
        public readonly array $fields = [],
        public readonly ?Captcha $captcha = null,
        public readonly ?bool $accountExists = null
    ) {
    }

    /** The field of this name. */
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
