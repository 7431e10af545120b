<?php

declare(strict_types=1);

namespace Mwaccount;

/** Why there is no response to a request that the host sent itself. */
enum Failure: string
{
    /** No byte of the request can have reached the wiki. */
    case NotSent = 'not-sent';
    /** It may have reached the wiki, and the connection broke. */
    case Lost = 'lost';
    /** It may have reached the wiki, which did not answer in time and may still be at it. */
    case TimedOut = 'timed-out';
}
