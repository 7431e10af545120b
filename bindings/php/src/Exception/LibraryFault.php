<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

/**
 * A bug inside the library. The outcome of an interrupted conversation is unknown: an account may exist.
 */
final class LibraryFault extends MwaccountException
{
}
