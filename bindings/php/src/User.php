<?php

declare(strict_types=1);

namespace Mwaccount;

/** The user who is logged in, as the wiki shows the account. Null means that the wiki does not show the value. */
final class User
{
    /**
     * @param string      $name           the name as the wiki spells it
     * @param int|null    $id             the user id
     * @param string|null $email          the e-mail address, empty if the account has none
     * @param bool|null   $emailConfirmed true if the address was confirmed
     * @param string|null $realName       the real name, empty if the account has none
     */
    public function __construct(
        public readonly string $name,
        public readonly ?int $id,
        public readonly ?string $email,
        public readonly ?bool $emailConfirmed,
        public readonly ?string $realName
    ) {
    }
}
