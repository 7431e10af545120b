<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

/** The network, the server or the wiki made the call fail. {@see MwaccountException::$reason} says how. */
final class CallFailed extends MwaccountException
{
}
