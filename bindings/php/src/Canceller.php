<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Native\Handle;
use Mwaccount\Native\Library;
use Mwaccount\Native\NotCopyableTrait;

/**
 * Cancels the calls of a wiki.
 *
 * PHP blocks during a call, so only the log function can cancel the call in progress.
 */
final class Canceller
{
    use NotCopyableTrait;

    /** @internal */
    public function __construct(private readonly Handle $handle)
    {
    }

    /**
     * Cancels the call in progress, and every later call before it sends anything, until {@see reset()}.
     *
     * A cancelled call throws {@see Exception\Cancelled} if certainly nothing was created. It returns {@see Unknown} if
     * a request that may create the account had already been sent.
     */
    public function cancel(): void
    {
        Library::ffi()->mwa_canceller_cancel($this->handle->pointer());
    }

    /** Clears the cancellation, so that calls work again. */
    public function reset(): void
    {
        Library::ffi()->mwa_canceller_reset($this->handle->pointer());
    }

    /** Returns true between {@see cancel()} and {@see reset()}. */
    public function isCancelled(): bool
    {
        return Library::ffi()->mwa_canceller_is_cancelled($this->handle->pointer());
    }
}
