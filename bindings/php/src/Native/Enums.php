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
    /** @var array<class-string<UnitEnum>, array<int, UnitEnum>> the cases by number, of each enum that was asked for */
    private static array $cases = [];

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
        return (self::$cases[$enum] ??= self::byNumber($enum))[$number] ?? null;
    }

    /**
     * @param class-string<UnitEnum> $enum
     *
     * @return array<int, UnitEnum>
     */
    private static function byNumber(string $enum): array
    {
        $cases = [];
        foreach ($enum::cases() as $case) {
            $cases[self::number($case)] = $case;
        }

        return $cases;
    }

    private static function constant(string $name): string
    {
        return strtoupper(preg_replace('/(?<!^)[A-Z]/', '_$0', $name));
    }
}
