<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use ReflectionEnum;
use UnitEnum;

/**
 * Converts between enums and the constants of the C header.
 *
 * Dialect::AuthManager is MWA_DIALECT_AUTH_MANAGER. The numbers are in the header only.
 *
 * @internal
 */
final class Enums
{
    /** Returns the number of a case in the header. */
    public static function number(UnitEnum $case): int
    {
        $enum = (new ReflectionEnum($case))->getShortName();

        return Library::ffi()->{'MWA_' . self::constant($enum) . '_' . self::constant($case->name)};
    }

    /**
     * Returns the case with this number, or null for a number of a newer library.
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
