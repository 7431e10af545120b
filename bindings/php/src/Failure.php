<?php

declare(strict_types=1);

namespace Mwaccount;

/** Why there is no response to a request that the host sent itself. The numbers are the C library's. */
enum Failure: int
{
    /** No byte of the request can have reached the wiki. */
    case NotSent = 0;
    /** It may have reached the wiki, and the connection broke. */
    case Lost = 1;
    /** It may have reached the wiki, which did not answer in time and may still be at it. */
    case TimedOut = 2;
}
