<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use Mwaccount\Exception\NotCopyable;

/**
 * Keeps an object that stands for something in the C library from being copied or written down: the copy would free it
 * a second time, and the text would mean nothing in another process.
 *
 * @internal
 */
trait NotCopyableTrait
{
    /** @throws NotCopyable always */
    public function __clone()
    {
        throw new NotCopyable(static::class . ' cannot be cloned');
    }

    /**
     * @return never
     * @throws NotCopyable always
     */
    public function __serialize(): array
    {
        throw new NotCopyable(
            static::class . ' cannot be serialised; a conversation that waits is put down with suspend()'
        );
    }

    /**
     * @param array<mixed> $data
     * @throws NotCopyable always
     */
    public function __unserialize(array $data): void
    {
        throw new NotCopyable(static::class . ' cannot be unserialised');
    }
}
