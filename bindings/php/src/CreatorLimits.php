<?php

declare(strict_types=1);

namespace Mwaccount;

/** The rights and limits of the caller of a wiki. Null means that the wiki does not show the value. */
final class CreatorLimits
{
    /**
     * @param string|null          $user           the user who is logged in; null for a visitor
     * @param list<string>|null    $groups         the groups of the caller
     * @param list<string>|null    $rights         the rights of the caller. These matter for many accounts:
     *                                             createaccount; noratelimit, which spares all limits; skipcaptcha;
     *                                             tboverride and override-antispoof, which spare blacklists of names
     *                                             and the test for similar ones; apihighlimits
     * @param list<RateLimit>|null $rateLimits     the limits of createaccount in $wgRateLimits that apply to the caller
     *                                             (1.41 and later)
     * @param bool|null            $isThrottled    false if noratelimit spares the limit of new accounts per address
     *                                             ($wgAccountCreationThrottle), which no wiki shows before it is
     *                                             reached; otherwise null: there may be one
     * @param SharedAccounts|null  $sharedAccounts the directory of accounts that the wiki shares with others, if it
     *                                             shows one (1.27 and later)
     */
    public function __construct(
        public readonly ?string $user,
        public readonly ?array $groups,
        public readonly ?array $rights,
        public readonly ?array $rateLimits,
        public readonly ?bool $isThrottled,
        public readonly ?SharedAccounts $sharedAccounts
    ) {
    }

    /** Returns whether the caller has a right, or null if the wiki does not show it. */
    public function hasRight(string $right): ?bool
    {
        return $this->rights === null ? null : in_array($right, $this->rights, true);
    }

    /**
     * Returns the seconds that must pass between the first and the last of this many creations because of the limits that
     * the wiki shows, or null if it does not show them. An unknown throttle may make it longer.
     */
    public function leastTime(int $accounts): ?float
    {
        // A limit of none is never over.
        $time = fn (RateLimit $limit): float => $limit->count === 0
            ? INF
            : $limit->period * intdiv(max($accounts, 1) - 1, $limit->count);

        return $this->rateLimits === null ? null : max([0.0, ...array_map($time, $this->rateLimits)]);
    }
}
