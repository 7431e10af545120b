<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

use Mwaccount\Reason;
use Throwable;

/** The caller's input is invalid. Thrown before anything is sent. */
final class InvalidArgument extends MwaccountException
{
    public function __construct(
        string $message,
        Reason $reason = Reason::InvalidArgument,
        ?string $wikiCode = null,
        ?string $field = null,
        ?int $retryAfter = null,
        ?Throwable $previous = null
    ) {
        parent::__construct($message, $reason, $wikiCode, $field, $retryAfter, $previous);
    }
}
