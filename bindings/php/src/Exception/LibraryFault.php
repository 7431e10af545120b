<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

/**
 * A fault inside the library. Of a conversation it was in the middle of nobody knows what came of it: an account may
 * exist.
 */
final class LibraryFault extends MwaccountException
{
}
