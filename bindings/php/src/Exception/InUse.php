<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

/** The wiki or the conversation is in the middle of another call, as when its log function calls it. */
final class InUse extends MwaccountException
{
}
