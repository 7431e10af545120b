<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

use Mwaccount\Reason;
use Throwable;

/** The C library is not there, cannot be loaded, or belongs to another version of this package. */
final class LibraryUnusable extends MwaccountException
{
    public function __construct(string $message, ?Throwable $previous = null)
    {
        parent::__construct($message, Reason::Other, previous: $previous);
    }
}
