<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

/** The network, the server or the wiki made the call fail. See {@see MwaccountException::$reason}. */
final class CallFailed extends MwaccountException
{
}
