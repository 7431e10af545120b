<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI;
use FFI\CData;

/**
 * A place to which C writes a result, or from which it reads, passed by its address.
 *
 * Passed as what it is, and not as a pointer, because the arguments of a call stand in the stack trace of its
 * exception, and PHP follows pointers when it prints one: after the call this one would lead to what was freed.
 *
 * @internal
 */
final class CVariable
{
    use NotCopyableTrait;

    public readonly CData $value;

    /** @param string $type as C names it; the slot begins with zeros */
    public function __construct(string $type)
    {
        $this->value = Library::ffi()->new($type);
    }

    public function address(): CData
    {
        return FFI::addr($this->value);
    }

    /** What C wrote there, to be freed by a function; null for NULL. */
    public function handle(string $free): ?Handle
    {
        return FFI::isNull($this->value) ? null : new Handle($this->value, $free);
    }

    /** @return array{} what it holds is nothing for people */
    public function __debugInfo(): array
    {
        return [];
    }
}
