<?php

declare(strict_types=1);

namespace Mwaccount;

/** The interface of a wiki through which accounts are created. */
enum Dialect: string
{
    /** AuthManager, MediaWiki 1.27 and later (action=createaccount, action=clientlogin). */
    case AuthManager = 'authmanager';
    /** The legacy API, MediaWiki 1.21 to 1.26 (action=createaccount). */
    case LegacyApi = 'legacy';
    /** The sign-up form, MediaWiki up to 1.20 and wikis whose API is disabled. */
    case WebForm = 'webform';
}
