<?php

declare(strict_types=1);

namespace Mwaccount;

/** The outcome of a row. */
enum Outcome: string
{
    /** The account exists, and this run or an earlier one with the same journal created it. */
    case Created = 'created';
    /** The wiki refused the account. Nothing was created. */
    case Refused = 'refused';
    /** The account may have been created. The next run with the same journal asks the wiki again. */
    case Unknown = 'unknown';
    /** Nothing was sent, because the row is invalid or repeats a name. */
    case Invalid = 'invalid';
    /** The row was skipped at a step. Nothing was created; the next run tries it again. */
    case Skipped = 'skipped';
}
