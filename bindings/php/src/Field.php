<?php

declare(strict_types=1);

namespace Mwaccount;

/** One field that a wiki asks for. */
final class Field
{
    /**
     * @param string            $name      the wiki's own; "captcha" for the answer to any captcha
     * @param FieldKind         $kind      what kind of value it takes
     * @param string|null       $label     a short text for people
     * @param string|null       $help      a longer text for people
     * @param string|null       $value     the value it has if nothing is filled in; of {@see FieldKind::Null} what is
     *                                     to be shown
     * @param list<FieldOption> $options   of a select or multiselect
     * @param bool              $optional  whether it may stay empty
     * @param bool              $sensitive whether it must not be shown while it is typed
     */
    public function __construct(
        public readonly string $name,
        public readonly FieldKind $kind,
        public readonly ?string $label = null,
        public readonly ?string $help = null,
        public readonly ?string $value = null,
        public readonly array $options = [],
        public readonly bool $optional = false,
        public readonly bool $sensitive = false
    ) {
    }
}
