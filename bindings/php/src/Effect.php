<?php

declare(strict_types=1);

namespace Mwaccount;

/** The possible effect of a request. */
enum Effect: string
{
    /** It changes nothing on the wiki and may be repeated. */
    case Read = 'read';
    /** It logs a user in. A repetition may count as a failed login. */
    case Login = 'login';
    /** It may create the account. It must never be repeated. */
    case MayCreate = 'may-create';
}
