<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki;

use RuntimeException;

/** An option that the command testwiki refuses, with its message; or a command that does not start or has ended. */
final class TestwikiException extends RuntimeException
{
}
