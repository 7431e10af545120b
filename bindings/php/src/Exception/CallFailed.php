<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

/** The way to the wiki, or the wiki itself, kept the call from being done; {@see MwaccountException::$reason}. */
final class CallFailed extends MwaccountException
{
}
