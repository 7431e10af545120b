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

    /** Returns true if it takes an answer from a person: neither a text to show nor a hidden value does. */
    public function takesAnswer(): bool
    {
        return $this->kind !== FieldKind::Null && $this->kind !== FieldKind::Hidden;
    }

    /**
     * Returns the answer that a line stands for which a person has typed; null if it leaves the field out, as an empty
     * line does, and at options a blank one.
     *
     * A checkbox is ticked and a button pressed with "y" or "yes". An option is its number, counted from 1, or its value
     * or label; several of a multiselect are separated by commas. Other text is returned as it is.
     *
     * @return string|bool|list<string>|null
     */
    public function answerFrom(#[\SensitiveParameter] string $line): string|bool|array|null
    {
        if ($line === '' || !$this->takesAnswer()) {
            return null;
        }

        return match ($this->kind) {
            FieldKind::Checkbox, FieldKind::Button => in_array(strtolower(trim($line)), ['y', 'yes'], true),
            FieldKind::Select => $this->option($line),
            FieldKind::Multiselect => $this->chosen($line),
            default => $line,
        };
    }

    /**
     * Returns the values of the options that a person has typed, separated by commas, or null if nothing is typed.
     *
     * @return list<string>|null
     */
    private function chosen(string $line): ?array
    {
        $values = array_map($this->option(...), explode(',', $line));

        return array_values(array_filter($values, static fn (?string $value): bool => $value !== null)) ?: null;
    }

    /**
     * Returns the value of the option that a person has typed: its number, value or label. Returns null if nothing is
     * typed.
     */
    private function option(string $typed): ?string
    {
        $typed = trim($typed);
        if ($typed === '') {
            return null;
        }
        if (ctype_digit($typed) && isset($this->options[(int) $typed - 1])) {
            return $this->options[(int) $typed - 1]->value;
        }
        foreach ($this->options as $option) {
            if ($typed === $option->value || $typed === $option->label) {
                return $option->value;
            }
        }

        return $typed;
    }

    /** @return array<string, mixed> the properties without the value, which may be the key of a second factor */
    public function __debugInfo(): array
    {
        return array_diff_key(get_object_vars($this), ['value' => null]);
    }
}
