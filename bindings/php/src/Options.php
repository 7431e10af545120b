<?php

declare(strict_types=1);

namespace Mwaccount;

use Closure;

/** Settings for a wiki. One object may be used for several wikis. */
final class Options
{
    private readonly ?Secret $httpPassword;
    private readonly ?Secret $proxy;
    private readonly Secret|OAuth1Token|null $accessToken;
    /** @var list<Secret> */
    private readonly array $suspendKeys;

    /** Called with a line of text before and after each request. No line contains a secret. */
    public readonly ?Closure $log;

    /**
     * @param string|null        $contact      a mail address or page of the operator for the User-Agent header, where
     *                                         wikis ask tools to name one
     * @param string|null        $userAgent    the whole User-Agent header, in ASCII
     * @param bool               $allowHttp    true to allow secrets over plain http to another machine; to this
     *                                         machine it is always allowed
     * @param bool               $proveByLogin true to prove by a login as the new user whose account it is, if the
     *                                         response to a creation was lost or unclear. Without it the time of the
     *                                         registration decides, which cannot tell an account of this creation from
     *                                         one that somebody else registered in the same seconds. The login costs
     *                                         two or three requests, only in that case, and needs the password: it is
     *                                         left out if the wiki mails one, and after {@see Wiki::resume()} if the
     *                                         password is not given again
     * @param Format             $format       the format of the legacy API's responses
     * @param Dialect|null       $dialect      the wiki's dialect, which saves one request to a wiki with the legacy
     *                                         API; null to detect it
     * @param string|null        $returnUrl    the address to which a login service sends the user back
     *                                         (createreturnurl); null for the wiki itself
     * @param int|null           $maxlag       the lag of the wiki's databases in seconds up to which it may create
     *                                         accounts (MediaWiki's maxlag, 5 is usual). A wiki that lags more refuses
     *                                         with Reason::Busy and retryAfter. It is sent with the creations of the
     *                                         API only
     * @param string|null        $httpUser     the user for HTTP basic authentication, if the web server in front of
     *                                         the wiki requires it; requires $httpPassword, and
     *                                         {@see Wiki::resume()} needs both again. It cannot be combined with
     *                                         {@see Credentials::oauth()}
     * @param string|Secret|null $httpPassword the password for HTTP basic authentication
     * @param string|null        $caFile       a PEM file with the only certificate authorities, or self-signed server
     *                                         certificates, to trust; null for the system's authorities
     * @param string|null        $clientCert   a PEM file with the client certificate to authenticate with, and with
     *                                         its key unless $clientKey is given
     * @param string|null        $clientKey    a PEM file with the key of the client certificate, without a passphrase
     * @param string|Secret|null $proxy        the proxy, as "http://host:port" or "http://user:password@host:port";
     *                                         null for the proxy from the environment (HTTPS_PROXY and so on)
     * @param float|null         $timeout      the time limit of each request in seconds; null for 30
     * @param int|null           $maxBody      the maximum size of a response body in bytes; null for 1048576 (1 MiB)
     * @param string|Secret|OAuth1Token|null $accessToken the OAuth 2 access token, or the OAuth 1.0a token, for
     *                                         {@see Wiki::resume()}. It has no other use: to log in with a token, use
     *                                         {@see Credentials::oauth()}
     * @param list<string|Secret> $suspendKeys the keys that authenticate suspended conversations, by HMAC-SHA256:
     *                                         random texts of at least 32 bytes, such as bin2hex(random_bytes(32)).
     *                                         {@see Interaction::suspend()} uses the first, and {@see Wiki::resume()}
     *                                         accepts a text of any of them, so that a key can be replaced, and no
     *                                         other text. Without a key a suspended text is not authenticated: whoever
     *                                         can change it chooses what the resumed conversation does
     * @param callable|null      $log          called with a line of text before each request and each wait, and with
     *                                         the result of each request. It may use a {@see Canceller}, but must not
     *                                         call the wiki otherwise. Exceptions that it throws are written to PHP's
     *                                         error log and otherwise ignored. It must not exit or suspend a fiber
     */
    public function __construct(
        public readonly ?string $contact = null,
        public readonly ?string $userAgent = null,
        public readonly bool $allowHttp = false,
        public readonly bool $proveByLogin = false,
        public readonly Format $format = Format::Json,
        public readonly ?Dialect $dialect = null,
        public readonly ?string $returnUrl = null,
        public readonly ?int $maxlag = null,
        public readonly ?string $httpUser = null,
        #[\SensitiveParameter] string|Secret|null $httpPassword = null,
        public readonly ?string $caFile = null,
        public readonly ?string $clientCert = null,
        public readonly ?string $clientKey = null,
        #[\SensitiveParameter] string|Secret|null $proxy = null,
        public readonly ?float $timeout = null,
        public readonly ?int $maxBody = null,
        #[\SensitiveParameter] string|Secret|OAuth1Token|null $accessToken = null,
        #[\SensitiveParameter] array $suspendKeys = [],
        ?callable $log = null
    ) {
        $this->httpPassword = Secret::of($httpPassword);
        $this->proxy = Secret::of($proxy);
        $this->accessToken = $accessToken instanceof OAuth1Token ? $accessToken : Secret::of($accessToken);
        $this->suspendKeys = array_map(Secret::of(...), array_values($suspendKeys));
        $this->log = $log === null ? null : Closure::fromCallable($log);
    }

    /** Returns the password for HTTP basic authentication. */
    public function httpPassword(): ?Secret
    {
        return $this->httpPassword;
    }

    /** Returns the proxy, whose address may contain a password. */
    public function proxy(): ?Secret
    {
        return $this->proxy;
    }

    /** @return list<Secret> the keys that authenticate suspended conversations */
    public function suspendKeys(): array
    {
        return $this->suspendKeys;
    }

    /** Returns the access token for {@see Wiki::resume()}. */
    public function accessToken(): Secret|OAuth1Token|null
    {
        return $this->accessToken;
    }
}
