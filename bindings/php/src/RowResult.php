<?php

declare(strict_types=1);

namespace Mwaccount;

use DateTimeImmutable;

/** A row has its result. Results come in the order of the rows. */
final class RowResult
{
    /**
     * @param int                   $number   the number of the row
     * @param string                $asked    the name that was asked for
     * @param Outcome               $outcome  the outcome
     * @param DateTimeImmutable     $time     the time of the result
     * @param string|null           $name     the name of the account as the wiki spells it
     * @param int|null              $userId   the account's user ID, if the wiki returned it (1.21 to 1.26)
     * @param Reason|null           $reason   the reason of a refusal, of an unknown outcome or of an invalid row
     * @param string|null           $code     the wiki's own error code
     * @param string|null           $message  a sentence for people: the wiki's message, or the evidence of an unknown
     *                                        outcome
     * @param list<CreationWarning> $warnings the warnings of a created account
     * @param bool                  $earlier  true if the result is of an earlier run, from the journal
     * @param bool                  $changed  true if the row has other values now than when the account was created or
     *                                        may have been; the account has the earlier ones
     */
    public function __construct(
        public readonly int $number,
        public readonly string $asked,
        public readonly Outcome $outcome,
        public readonly DateTimeImmutable $time,
        public readonly ?string $name = null,
        public readonly ?int $userId = null,
        public readonly ?Reason $reason = null,
        public readonly ?string $code = null,
        public readonly ?string $message = null,
        public readonly array $warnings = [],
        public readonly bool $earlier = false,
        public readonly bool $changed = false
    ) {
    }
}
