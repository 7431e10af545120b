<?php

declare(strict_types=1);

namespace Mwaccount;

use DateTimeImmutable;

/** The run cannot go on, and the loop ends. The rows that are left have no result. */
final class Stop
{
    /**
     * @param Reason                 $reason    the reason
     * @param string|null            $code      the wiki's own error code
     * @param string                 $message   a sentence for people: what happened and what to do
     * @param DateTimeImmutable|null $canGoOnAt the time at which the run can go on, if that is known
     */
    public function __construct(
        public readonly Reason $reason,
        public readonly ?string $code,
        public readonly string $message,
        public readonly ?DateTimeImmutable $canGoOnAt = null
    ) {
    }
}
