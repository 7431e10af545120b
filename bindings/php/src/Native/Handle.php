<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI\CData;
use Mwaccount\Exception\InvalidArgument;

/**
 * A handle of the C library. The destructor frees it.
 *
 * PHP calls the destructors of the objects of a cycle, and of those that are left at the end, in any order. Therefore a
 * destructor may use a handle that is freed already, and may even keep it.
 *
 * @internal
 */
final class Handle
{
    use NotCopyableTrait;

    /** Null after it is freed. */
    private ?CData $pointer;

    /**
     * @param CData  $pointer the pointer from the library, not NULL
     * @param string $free    the C function that frees it
     */
    public function __construct(CData $pointer, private readonly string $free)
    {
        $this->pointer = $pointer;
    }

    public function __destruct()
    {
        $pointer = $this->pointer;
        $this->pointer = null;
        if ($pointer !== null) {
            Library::ffi()->{$this->free}($pointer);
        }
    }

    /**
     * Returns the pointer, valid as long as there is a reference to this object outside of a destructor.
     *
     * @throws InvalidArgument if it is freed already
     */
    public function pointer(): CData
    {
        return $this->pointer ?? throw new InvalidArgument(
            'PHP has destroyed this object already: a destructor used it, or has kept it from being freed'
        );
    }

    /** @return array{} nothing, because the value is a pointer */
    public function __debugInfo(): array
    {
        return [];
    }
}
