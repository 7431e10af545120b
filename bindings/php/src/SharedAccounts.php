<?php

declare(strict_types=1);

namespace Mwaccount;

/** A directory of accounts that several wikis share, as with CentralAuth. */
final class SharedAccounts
{
    /**
     * @param string   $provider the name of the directory's provider, such as "CentralAuth"
     * @param int|null $userId   the id of the logged-in user in the directory. Two wikis with the same provider share
     *                           their accounts if they show the same id for the same user
     */
    public function __construct(
        public readonly string $provider,
        public readonly ?int $userId
    ) {
    }
}
