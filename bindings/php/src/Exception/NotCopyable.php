<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

use Mwaccount\Reason;

/** An object with a handle of the C library, or a secret, cannot be cloned or serialised. */
final class NotCopyable extends MwaccountException
{
    public function __construct(string $message)
    {
        parent::__construct($message, Reason::InvalidArgument);
    }
}
