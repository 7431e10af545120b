<?php

declare(strict_types=1);

namespace Mwaccount;

/** How one talks with a wiki. */
enum Dialect: string
{
    /** AuthManager: 1.27 and later. */
    case AuthManager = 'authmanager';
    /** The legacy API: 1.21 to 1.26. */
    case LegacyApi = 'legacy';
    /** The sign-up form: up to 1.20, and where the API is off. */
    case WebForm = 'webform';
}
