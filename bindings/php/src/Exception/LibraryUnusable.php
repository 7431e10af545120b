<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

use Mwaccount\Reason;
use Throwable;

/** The C library is missing, cannot be loaded, or has another ABI than this package. */
final class LibraryUnusable extends MwaccountException
{
    public function __construct(string $message, ?Throwable $previous = null)
    {
        parent::__construct($message, Reason::Other, previous: $previous);
    }
}
