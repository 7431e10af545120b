<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Native\Numbered;

/** What sending a request may bring about. */
enum RequestKind: string
{
    use Numbered;

    private const PREFIX = 'MWA_REQUEST_KIND_';

    /** It changes nothing on the wiki; it may be repeated. */
    case Read = 'read';
    /** It logs somebody in; repeating it may count as a failed login. */
    case Login = 'login';
    /** An account may exist after it: it is never repeated. */
    case MayCreate = 'may-create';
}
