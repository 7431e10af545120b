<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

/** The wiki or the conversation is in use by a call whose log function called it. */
final class InUse extends MwaccountException
{
}
