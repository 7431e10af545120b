<?php

declare(strict_types=1);

namespace Mwaccount;

use DateTimeImmutable;

/** Before the next event, the run waits. To stop instead, leave the loop. */
final class Wait
{
    /**
     * @param float             $seconds the time to wait
     * @param DateTimeImmutable $until   the end of the wait
     * @param Reason            $reason  the reason
     * @param string            $message a sentence for people: what is waited for, in the wiki's words if it gave any
     */
    public function __construct(
        public readonly float $seconds,
        public readonly DateTimeImmutable $until,
        public readonly Reason $reason,
        public readonly string $message
    ) {
    }
}
