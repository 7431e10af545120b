<?php

declare(strict_types=1);

namespace Mwaccount;

/** The credentials of a creator, the user who creates accounts for others. */
final class Credentials
{
    private function __construct(
        private readonly ?string $name,
        private readonly Secret|OAuth1Token $secret,
        private readonly ?string $domain
    ) {
    }

    /**
     * Returns credentials with a password, or with a bot password if the name is like "User@bot".
     *
     * @param string|null $domain the domain of an external authentication
     */
    public static function password(
        string $name,
        #[\SensitiveParameter] string|Secret $password,
        ?string $domain = null
    ): self {
        return new self($name, Secret::of($password), $domain);
    }

    /**
     * Returns credentials with an OAuth 2 access token or the tokens of an OAuth 1.0a consumer.
     *
     * They authorise every request to the wiki, and are sent to no other host. A wiki refuses OAuth 1.0a if its clock
     * and this machine's differ by more than 300 seconds.
     */
    public static function oauth(#[\SensitiveParameter] string|Secret|OAuth1Token $token): self
    {
        return new self(null, $token instanceof OAuth1Token ? $token : Secret::of($token), null);
    }

    /** Returns the creator's user name, or null for an access token, which identifies its user. */
    public function name(): ?string
    {
        return $this->name;
    }

    /** Returns the password or the access token. */
    public function secret(): Secret|OAuth1Token
    {
        return $this->secret;
    }

    /** Returns the domain of an external authentication. */
    public function domain(): ?string
    {
        return $this->domain;
    }
}
