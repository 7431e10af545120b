<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

use Mwaccount\Reason;

/** An object that stands for something in the C library, or for a secret, was to be cloned or serialised. */
final class NotCopyable extends MwaccountException
{
    public function __construct(string $message)
    {
        parent::__construct($message, Reason::InvalidArgument);
    }
}
