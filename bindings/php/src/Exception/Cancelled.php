<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

/** The call was cancelled with a {@see \Mwaccount\Canceller}. */
final class Cancelled extends MwaccountException
{
}
