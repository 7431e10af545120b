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
final class Slot
{
    use NotCopied;

    public readonly CData $content;

    /** @param string $type as C names it; the slot begins with zeros */
    public function __construct(string $type)
    {
        $this->content = Library::ffi()->new($type);
    }

    public function address(): CData
    {
        return FFI::addr($this->content);
    }

    /** What C wrote there, to be freed by a function; null for NULL. */
    public function handle(string $free): ?Handle
    {
        return FFI::isNull($this->content) ? null : new Handle($this->content, $free);
    }

    /** @return array{} what it holds is nothing for people */
    public function __debugInfo(): array
    {
        return [];
    }
}
