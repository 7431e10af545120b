<?php

declare(strict_types=1);

namespace Mwaccount;

/** What a creator of accounts logs in with. */
final class Credentials
{
    private function __construct(
        private readonly ?string $name,
        private readonly Secret $secret,
        private readonly ?string $domain
    ) {
    }

    /**
     * A name and a password; "User@bot" with a bot password is told by its name.
     *
     * @param string|null $domain that of an external authentication
     */
    public static function password(
        string $name,
        #[\SensitiveParameter] string|Secret $password,
        ?string $domain = null
    ): self {
        return new self($name, Secret::of($password), $domain);
    }

    /** An OAuth 2 access token, which goes with every request to the wiki and to nowhere else. */
    public static function oauth(#[\SensitiveParameter] string|Secret $token): self
    {
        return new self(null, Secret::of($token), null);
    }

    /** The creator's name; null where an access token tells. */
    public function name(): ?string
    {
        return $this->name;
    }

    /** The password or the access token. */
    public function secret(): Secret
    {
        return $this->secret;
    }

    /** The domain of an external authentication. */
    public function domain(): ?string
    {
        return $this->domain;
    }
}
