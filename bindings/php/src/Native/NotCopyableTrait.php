<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use Mwaccount\Exception\NotCopyable;

/**
 * An object with a handle of the C library, or with a secret, that cannot be cloned or serialised.
 *
 * A clone would free the handle a second time. A serialised handle would be meaningless in another process.
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
            static::class . ' cannot be serialised; to continue a conversation in another process, use suspend()'
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
