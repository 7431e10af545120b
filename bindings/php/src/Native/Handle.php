<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI\CData;

/**
 * What the C library gave and wants back: freed when nobody refers to it any more.
 *
 * @internal
 */
final class Handle
{
    use NotCopyableTrait;

    /**
     * @param CData  $pointer as the library wrote or returned it, and not NULL
     * @param string $free    the function that frees it
     */
    public function __construct(public readonly CData $pointer, private readonly string $free)
    {
    }

    public function __destruct()
    {
        Library::ffi()->{$this->free}($this->pointer);
    }

    /** @return array{} what it points to is nothing for people */
    public function __debugInfo(): array
    {
        return [];
    }
}
