<?php

declare(strict_types=1);

namespace Mwaccount;

use Closure;

/** Settings for wikis. They may be used for several. */
final class Options
{
    private readonly ?Secret $httpPassword;
    private readonly ?Secret $proxy;
    private readonly ?Secret $accessToken;

    /** Told what calls do, a line at a time; no line holds a secret. */
    public readonly ?Closure $log;

    /**
     * @param string|null        $contact      an address of the operator (a mail address, a page), which wikis ask
     *                                         tools to put into the user agent
     * @param string|null        $userAgent    the whole User-Agent, in plain ASCII
     * @param bool               $allowHttp    whether secrets may travel unencrypted to another machine; to this one
     *                                         they always may
     * @param Format             $format       the format of the legacy API
     * @param Dialect|null       $dialect      what the wiki speaks, which saves a legacy wiki's detecting request;
     *                                         null to have it found out
     * @param string|null        $returnUrl    where a wiki that sends its users elsewhere shall send them back to;
     *                                         null for the wiki itself
     * @param string|null        $httpUser     the user for a web server that asks for a login of its own (HTTP basic
     *                                         authentication) before it lets anybody to the wiki; its password has to
     *                                         be given too, and both again to {@see Wiki::resume()}. It cannot be used
     *                                         with {@see Credentials::oauth()}
     * @param string|Secret|null $httpPassword that user's password
     * @param string|null        $caFile       a file with the authorities to trust, in PEM, and no other; also a server
     *                                         whose own certificate is in it. null for the system's
     * @param string|null        $clientCert   a file with the client certificate for a server that wants to see one, in
     *                                         PEM, and with its key unless $clientKey names the file that has it
     * @param string|null        $clientKey    a file with the key of the client certificate, without a passphrase
     * @param string|Secret|null $proxy        as "http://host:port"; null for the environment's (HTTPS_PROXY and the
     *                                         like)
     * @param float|null         $timeout      the longest that a single request may take, in seconds; null for 30
     * @param int|null           $maxBody      the most bytes of a response's body; null for 1048576
     * @param string|Secret|null $accessToken  the OAuth 2 access token that {@see Wiki::resume()} goes on with, and
     *                                         nothing else; to begin with one there is {@see Credentials::oauth()}
     * @param callable|null      $log          told a line before each request and wait, and what came of each request.
     *                                         It may cancel with a {@see Canceller}, and call nothing else of the same
     *                                         wiki; what it throws goes to PHP's error log. It must not exit, nor
     *                                         suspend a fiber
     */
    public function __construct(
        public readonly ?string $contact = null,
        public readonly ?string $userAgent = null,
        public readonly bool $allowHttp = false,
        public readonly Format $format = Format::Json,
        public readonly ?Dialect $dialect = null,
        public readonly ?string $returnUrl = null,
        public readonly ?string $httpUser = null,
        #[\SensitiveParameter] string|Secret|null $httpPassword = null,
        public readonly ?string $caFile = null,
        public readonly ?string $clientCert = null,
        public readonly ?string $clientKey = null,
        #[\SensitiveParameter] string|Secret|null $proxy = null,
        public readonly ?float $timeout = null,
        public readonly ?int $maxBody = null,
        #[\SensitiveParameter] string|Secret|null $accessToken = null,
        ?callable $log = null
    ) {
        $this->httpPassword = Secret::of($httpPassword);
        $this->proxy = Secret::of($proxy);
        $this->accessToken = Secret::of($accessToken);
        $this->log = $log === null ? null : Closure::fromCallable($log);
    }

    /** The password of the web server's own login. */
    public function httpPassword(): ?Secret
    {
        return $this->httpPassword;
    }

    /** The proxy, whose address may hold a password. */
    public function proxy(): ?Secret
    {
        return $this->proxy;
    }

    /** The access token to go on with. */
    public function accessToken(): ?Secret
    {
        return $this->accessToken;
    }
}
