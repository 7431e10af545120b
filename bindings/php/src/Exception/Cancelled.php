<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

/** Somebody cancelled the call with a {@see \Mwaccount\Canceller}. */
final class Cancelled extends MwaccountException
{
}
