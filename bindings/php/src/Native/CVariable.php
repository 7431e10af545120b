<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI;
use FFI\CData;
use FFI\CType;

/**
 * A C variable that is passed by address, so that a C function can write to it or read from it.
 *
 * {@see Call} takes this object instead of a pointer, because the arguments of a call are in the stack trace of its
 * exception, and PHP dereferences pointers when it prints them. After the call this one would be dangling.
 *
 * @internal
 */
final class CVariable
{
    use NotCopyableTrait;

    public readonly CData $value;

    /** @var array<string, CType> parsed types, because to parse one takes longer than the call that needs it */
    private static array $types = [];

    /** @param string $type the C type; the variable is initialised with zeros */
    public function __construct(string $type)
    {
        $ffi = Library::ffi();
        $this->value = $ffi->new(self::$types[$type] ??= $ffi->type($type));
    }

    public function address(): CData
    {
        return FFI::addr($this->value);
    }

    /** Returns the handle that C wrote, which the given function frees, or null for NULL. */
    public function handle(string $free): ?Handle
    {
        return FFI::isNull($this->value) ? null : new Handle($this->value, $free);
    }

    /** @return array{} nothing, because the value is a pointer */
    public function __debugInfo(): array
    {
        return [];
    }
}
