<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Native\Handle;
use Mwaccount\Native\Library;
use Mwaccount\Native\NotCopyableTrait;

/**
 * Cancels the calls of a wiki. As PHP waits for a call, it is the log function that can cancel the call under way.
 */
final class Canceller
{
    use NotCopyableTrait;

    /** @internal */
    public function __construct(private readonly Handle $handle)
    {
    }

    /**
     * Ends the call under way, and every later one before it sends anything, until {@see reset()}. The call fails with
     * {@see Exception\Cancelled} if surely nothing was created, and comes to {@see Unknown} where a request that may
     * create the account was on its way.
     */
    public function cancel(): void
    {
        Library::ffi()->mwa_canceller_cancel($this->handle->pointer);
    }

    /** Ends a cancellation, so that calls are possible again. */
    public function reset(): void
    {
        Library::ffi()->mwa_canceller_reset($this->handle->pointer);
    }

    /** Whether a cancellation holds. */
    public function isCancelled(): bool
    {
        return Library::ffi()->mwa_canceller_is_cancelled($this->handle->pointer);
    }
}
