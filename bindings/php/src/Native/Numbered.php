<?php

declare(strict_types=1);

namespace Mwaccount\Native;

/**
 * Ties an enum to the constants of the C header, which alone holds the numbers: the case AuthManager of an enum whose
 * PREFIX is MWA_DIALECT_ is MWA_DIALECT_AUTH_MANAGER.
 *
 * @internal
 */
trait Numbered
{
    /** The case with this number; null for one that only a newer library knows. */
    public static function ofNumber(int $number): ?self
    {
        foreach (self::cases() as $case) {
            if ($case->number() === $number) {
                return $case;
            }
        }

        return null;
    }

    /** The number that stands for the case in the header. */
    public function number(): int
    {
        return Library::ffi()->{self::PREFIX . strtoupper(preg_replace('/(?<!^)[A-Z]/', '_$0', $this->name))};
    }
}
