<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

use Mwaccount\Reason;
use RuntimeException;
use Throwable;

/**
 * Why a call failed. Surely nothing was created, unless it is a {@see LibraryFault}.
 *
 * The message says what happened and what to do, and holds no secret. The wiki's no is no exception but a
 * {@see \Mwaccount\Refused}; a lost answer is an {@see \Mwaccount\Unknown}.
 */
abstract class MwaccountException extends RuntimeException
{
    /**
     * @param Reason      $reason     what it is about
     * @param string|null $wikiCode   the wiki's own code, such as "blocked", where it gave one
     * @param string|null $field      the field that the caller's mistake is about
     * @param int|null    $retryAfter the seconds to wait before another try can help, where that is known
     */
    public function __construct(
        string $message,
        public readonly Reason $reason = Reason::Other,
        public readonly ?string $wikiCode = null,
        public readonly ?string $field = null,
        public readonly ?int $retryAfter = null,
        ?Throwable $previous = null
    ) {
        parent::__construct($message, 0, $previous);
    }
}
