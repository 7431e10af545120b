<?php

declare(strict_types=1);

namespace Mwaccount;

/**
 * The four values of an OAuth 1.0a owner-only consumer. They sign requests, and the secrets are never sent.
 *
 * A wiki shows them at Special:OAuthConsumerRegistration, in this order. Consumers with an RSA key are not supported.
 */
final class OAuth1Token
{
    private readonly Secret $consumerKey;
    private readonly Secret $consumerSecret;
    private readonly Secret $accessToken;
    private readonly Secret $accessSecret;

    /** @param string|Secret $consumerKey the consumer key, also called the consumer token */
    public function __construct(
        #[\SensitiveParameter] string|Secret $consumerKey,
        #[\SensitiveParameter] string|Secret $consumerSecret,
        #[\SensitiveParameter] string|Secret $accessToken,
        #[\SensitiveParameter] string|Secret $accessSecret
    ) {
        $this->consumerKey = Secret::of($consumerKey);
        $this->consumerSecret = Secret::of($consumerSecret);
        $this->accessToken = Secret::of($accessToken);
        $this->accessSecret = Secret::of($accessSecret);
    }

    /** Returns the consumer key. */
    public function consumerKey(): Secret
    {
        return $this->consumerKey;
    }

    /** Returns the consumer secret. */
    public function consumerSecret(): Secret
    {
        return $this->consumerSecret;
    }

    /** Returns the access token. */
    public function accessToken(): Secret
    {
        return $this->accessToken;
    }

    /** Returns the access secret. */
    public function accessSecret(): Secret
    {
        return $this->accessSecret;
    }

    /**
     * Returns the four values in their order.
     *
     * @return list<Secret>
     *
     * @internal
     */
    public function parts(): array
    {
        return [$this->consumerKey, $this->consumerSecret, $this->accessToken, $this->accessSecret];
    }
}
