<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki;

/** An account of the wiki. Times are seconds since the epoch, by the wiki's clock. */
final class Account
{
    /**
     * @param string      $name           the name as the wiki spells it
     * @param string      $email          the email address, or an empty text
     * @param int|null    $emailConfirmed the time at which the address was confirmed
     * @param string      $reason         the reason in the log, or an empty text
     * @param string|null $logAction      MediaWiki's action in the log: create, create2 (by another user) or byemail; null
     *                                    without an entry
     * @param string|null $creator        the user who created the account for somebody else
     * @param int         $registered     the time of its creation
     */
    public function __construct(
        public readonly int $id,
        public readonly string $name,
        public readonly string $password,
        public readonly string $email,
        public readonly ?int $emailConfirmed,
        public readonly string $realName,
        public readonly string $language,
        public readonly string $reason,
        public readonly ?string $logAction,
        public readonly ?string $creator,
        public readonly int $registered,
    ) {
    }

    /**
     * @internal
     *
     * @param array<string, mixed> $members
     */
    public static function fromJson(array $members): self
    {
        return new self(
            $members['id'],
            $members['name'],
            $members['password'],
            $members['email'],
            $members['email_confirmed'],
            $members['real_name'],
            $members['language'],
            $members['reason'],
            $members['log_action'],
            $members['creator'],
            $members['registered'],
        );
    }
}
