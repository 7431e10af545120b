<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use ReflectionEnum;
use UnitEnum;

/**
 * Ties enums to the constants of the C header, which alone holds the numbers: the case AuthManager of the enum Dialect is
 * MWA_DIALECT_AUTH_MANAGER.
 *
 * @internal
 */
final class Enums
{
    /** Returns the number that the header has for the case. */
    public static function number(UnitEnum $case): int
    {
        $enum = (new ReflectionEnum($case))->getShortName();

        return Library::ffi()->{'MWA_' . self::constant($enum) . '_' . self::constant($case->name)};
    }

    /**
     * Returns the case with this number; null for one that only a newer library knows.
     *
     * @template T of UnitEnum
     *
     * @param class-string<T> $enum
     *
     * @return T|null
     */
    public static function case(string $enum, int $number): ?UnitEnum
    {
        foreach ($enum::cases() as $case) {
            if (self::number($case) === $number) {
                return $case;
            }
        }

        return null;
    }

    private static function constant(string $name): string
    {
        return strtoupper(preg_replace('/(?<!^)[A-Z]/', '_$0', $name));
    }
}
