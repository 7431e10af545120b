<?php

declare(strict_types=1);

namespace Mwaccount;

/** What sending a request may bring about. */
enum RequestKind: string
{
    /** It changes nothing on the wiki; it may be repeated. */
    case Read = 'read';
    /** It logs somebody in; repeating it may count as a failed login. */
    case Login = 'login';
    /** An account may exist after it: it is never repeated. */
    case MayCreate = 'may-create';
}
