<?php

declare(strict_types=1);

namespace Mwaccount;

use FFI;
use Mwaccount\Native\Enums;
use Mwaccount\Native\Handle;
use Mwaccount\Native\Library;
use Mwaccount\Native\NotCopyableTrait;

/**
 * A request to send with the caller's own HTTP client.
 *
 * Send it as it is, without following redirects and without further cookies. Its headers and body contain secrets,
 * which the C library overwrites when the request is freed.
 */
final class Request
{
    use NotCopyableTrait;

    /** The possible effect of the request. */
    public readonly Effect $effect;
    /** The purpose in words, such as "creating the account". */
    public readonly string $purpose;
    /** "GET" or "POST". */
    public readonly string $method;
    /**
     * The address. Its query may contain the code of a login service, or an invitation in the wiki's address; dumps
     * omit it.
     */
    public readonly string $url;
    /** The seconds to wait before sending. */
    public readonly float $wait;

    /** @internal */
    public function __construct(private readonly Handle $handle)
    {
        $ffi = Library::ffi();
        $request = $handle->pointer();
        // A kind that only a newer library has is treated as the most dangerous one.
        $this->effect = Enums::case(Effect::class, $ffi->mwa_request_effect($request)) ?? Effect::MayCreate;
        $this->purpose = $ffi->mwa_request_purpose($request);
        $this->method = $ffi->mwa_request_method($request);
        $this->url = $ffi->mwa_request_url($request);
        $this->wait = $ffi->mwa_request_wait($request) / 1000;
    }

    /** @return array<string, mixed> the properties without the query of the address */
    public function __debugInfo(): array
    {
        return [
            'effect' => $this->effect,
            'purpose' => $this->purpose,
            'method' => $this->method,
            'url' => explode('?', $this->url, 2)[0],
            'wait' => $this->wait,
        ];
    }

    /**
     * Returns the headers as pairs of name and value, in order.
     *
     * @return list<array{string, string}>
     */
    public function headers(): array
    {
        $ffi = Library::ffi();
        $request = $this->handle->pointer();
        $headers = [];
        for ($index = 0; $index < $ffi->mwa_request_header_count($request); $index++) {
            $headers[] = [
                $ffi->mwa_request_header_name($request, $index),
                $ffi->mwa_request_header_value($request, $index),
            ];
        }

        return $headers;
    }

    /** Returns the body of a POST, or '' for a GET. Its Content-Type is among the headers. */
    public function body(): string
    {
        $ffi = Library::ffi();
        $bytes = $ffi->mwa_request_body($this->handle->pointer());

        return $bytes === null ? '' : FFI::string($bytes, $ffi->mwa_request_body_length($this->handle->pointer()));
    }
}
