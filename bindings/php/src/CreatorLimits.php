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
}
