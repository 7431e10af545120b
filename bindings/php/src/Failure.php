<?php

declare(strict_types=1);

namespace Mwaccount;

/** The transport error that kept the caller's own HTTP client from receiving a response. */
enum Failure: string
{
    /** Not sent: no byte of the request can have reached the wiki. */
    case NotSent = 'not-sent';
    /** Lost: the request may have reached the wiki, but the connection broke. */
    case Lost = 'lost';
    /** Lost: the request may have reached the wiki, which did not respond in time and may still be processing it. */
    case TimedOut = 'timed-out';
}
