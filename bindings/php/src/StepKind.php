<?php

declare(strict_types=1);

namespace Mwaccount;

/** Where a creation, or the creator's login, stands. */
enum StepKind: string
{
    /** The account exists, and this creation made it: {@see Created}. */
    case Created = 'created';
    /** The creator is logged in: {@see LoggedIn}. */
    case LoggedIn = 'logged-in';
    /** The wiki wants fields filled: {@see Ask}. */
    case Ask = 'ask';
    /** The user must go to another address and come back: {@see Redirect}. */
    case Redirect = 'redirect';
    /** The wiki wants to begin anew: {@see Restart}. */
    case Restart = 'restart';
    /** The wiki said no, and nothing was created: {@see Refused}. */
    case Refused = 'refused';
    /** Perhaps created: {@see Unknown}. */
    case Unknown = 'unknown';
}
