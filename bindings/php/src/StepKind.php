<?php

declare(strict_types=1);

namespace Mwaccount;

/** The kind of a step. */
enum StepKind: string
{
    /** The account was created: {@see Created}. */
    case Created = 'created';
    /** The creator is logged in: {@see LoggedIn}. */
    case LoggedIn = 'logged-in';
    /** The wiki asks for input: {@see Ask}. */
    case Ask = 'ask';
    /** The user has to visit an address and come back: {@see Redirect}. */
    case Redirect = 'redirect';
    /** The wiki requires the user to start over: {@see Restart}. */
    case Restart = 'restart';
    /** The wiki refused, and nothing was created: {@see Refused}. */
    case Refused = 'refused';
    /** The account may have been created: {@see Unknown}. */
    case Unknown = 'unknown';
}
