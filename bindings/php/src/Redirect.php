<?php

declare(strict_types=1);

namespace Mwaccount;

/**
 * The user must go to an address and come back: {@see Interaction::returned()}, or {@see Interaction::answer()} with the
 * fields.
 */
final class Redirect implements Step
{
    /**
     * @param string      $url           for the user's browser; it may hold secrets of a login service
     * @param string|null $data          what else the wiki says about it, as JSON
     * @param list<Field> $fields        what the return address will carry
     * @param bool|null   $accountExists whether the account exists already; null where the wiki does not tell
     */
    public function __construct(
        public readonly string $url,
        public readonly ?string $data = null,
        public readonly array $fields = [],
        public readonly ?bool $accountExists = null
    ) {
    }

    public function kind(): StepKind
    {
        return StepKind::Redirect;
    }

    /** @return array<string, mixed> of the address no more than the host, and nothing of the data */
    public function __debugInfo(): array
    {
        return [
            'host' => parse_url($this->url, PHP_URL_HOST),
            'fields' => $this->fields,
            'accountExists' => $this->accountExists,
        ];
    }
}
