<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI\CData;

/**
 * A handle of the C library. The destructor frees it.
 *
 * @internal
 */
final class Handle
{
    use NotCopyableTrait;

    /**
     * @param CData  $pointer the pointer from the library, not NULL
     * @param string $free    the C function that frees it
     */
    public function __construct(public readonly CData $pointer, private readonly string $free)
    {
    }

    public function __destruct()
    {
        Library::ffi()->{$this->free}($this->pointer);
    }

    /** @return array{} nothing, because the value is a pointer */
    public function __debugInfo(): array
    {
        return [];
    }
}
