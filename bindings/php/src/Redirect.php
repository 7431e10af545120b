<?php

declare(strict_types=1);

namespace Mwaccount;

/**
 * The user has to visit an address and come back (REDIRECT). Continue with {@see Interaction::returned()}, or with
 * {@see Interaction::answer()} and the fields.
 */
final class Redirect implements Step
{
    /**
     * @param string      $url           the address for the user's browser; it may contain secrets of a login service
     * @param string|null $data          further data about the redirect from the wiki, as JSON
     * @param list<Field> $fields        the fields whose values the return address will contain
     * @param bool|null   $accountExists true if the account already exists; null if unknown
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

    /** @return array<string, mixed> the properties without the data, and with the host instead of the address */
    public function __debugInfo(): array
    {
        return [
            'host' => parse_url($this->url, PHP_URL_HOST),
            'fields' => $this->fields,
            'accountExists' => $this->accountExists,
        ];
    }
}
