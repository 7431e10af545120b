<?php

declare(strict_types=1);

namespace Mwaccount;

/** A field of a prompt. */
final class Field
{
    /**
     * @param string            $name        the wiki's name of the field; always "captcha" for the answer to a captcha
     * @param FieldKind         $kind        the kind of value that it takes
     * @param string|null       $label       a short text to show
     * @param string|null       $help        a longer text to show
     * @param string|null       $value       the default value; for {@see FieldKind::Null} the text to show
     * @param list<FieldOption> $options     the options of a select or multiselect
     * @param bool              $optional    true if the field may be left out
     * @param bool              $sensitive   true if the value must be hidden while it is typed
     * @param int|null          $alternative the number of the alternative that it belongs to in a choice, from 1 on:
     *                                       the fields of one alternative may be enough
     */
    public function __construct(
        public readonly string $name,
        public readonly FieldKind $kind,
        public readonly ?string $label = null,
        public readonly ?string $help = null,
        public readonly ?string $value = null,
        public readonly array $options = [],
        public readonly bool $optional = false,
        public readonly bool $sensitive = false,
        public readonly ?int $alternative = null
    ) {
    }

    /** @return array<string, mixed> the properties without the value, which may be the key of a second factor */
    public function __debugInfo(): array
    {
        return array_diff_key(get_object_vars($this), ['value' => null]);
    }
}
