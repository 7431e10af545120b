<?php

declare(strict_types=1);

namespace Mwaccount;

/** The wiki's answer to whether a name can be used for a new account. */
enum NameStatus: string
{
    /**
     * There is no account of this name. From 1.28 on the wiki would accept it; older and private wikis may still
     * refuse it.
     */
    case Free = 'free';
    /** There is an account of this name, on this wiki or on one with which it shares its accounts. */
    case Taken = 'taken';
    /** The wiki does not accept the name: it is invalid, or on a blacklist. */
    case NotAllowed = 'not-allowed';
    /** The name is too similar to another one (AntiSpoof). */
    case TooSimilar = 'too-similar';
    /** The wiki did not tell, for the reason of the refusal. */
    case Unknown = 'unknown';
}
