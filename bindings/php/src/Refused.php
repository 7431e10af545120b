<?php

declare(strict_types=1);

namespace Mwaccount;

/** The wiki refused, and nothing was created (FAIL). {@see Creation::revise()} and {@see Login::revise()} try again. */
final class Refused implements Step
{
    /**
     * @param Reason      $reason      the reason, the same on every release of MediaWiki
     * @param string|null $code        the wiki's own error code
     * @param string      $message     the wiki's error message, or the library's if the wiki sent none
     * @param int|null    $retryAfter  the seconds to wait before trying again; null if unknown
     * @param RateLimit|null $rateLimit the limit of new accounts that was reached, if the wiki names it
     *                                  (acct_creation_throttle_hit)
     * @param bool        $mayResubmit true if this was a warning: {@see Creation::revise()} with the same
     *                                 account may create it (AbuseFilter)
     * @param string|null $accountRequestUrl the page on which an account can be requested, if the wiki
     *                                        creates none for visitors
     */
    public function __construct(
        public readonly Reason $reason,
        public readonly ?string $code,
        public readonly string $message,
        public readonly ?int $retryAfter = null,
        public readonly ?RateLimit $rateLimit = null,
        public readonly bool $mayResubmit = false,
        public readonly ?string $accountRequestUrl = null
    ) {
    }

    public function kind(): StepKind
    {
        return StepKind::Refused;
    }
}
