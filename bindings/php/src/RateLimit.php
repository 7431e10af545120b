<?php

declare(strict_types=1);

namespace Mwaccount;

/** A limit of the wiki: so many actions in this time. */
final class RateLimit
{
    /**
     * @param int $count  the number of actions that the wiki allows
     * @param int $period the time in which it allows them, in seconds
     */
    public function __construct(
        public readonly int $count,
        public readonly int $period
    ) {
    }
}
