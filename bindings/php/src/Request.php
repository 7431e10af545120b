<?php

declare(strict_types=1);

namespace Mwaccount;

use FFI;
use Mwaccount\Native\Enums;
use Mwaccount\Native\Handle;
use Mwaccount\Native\Library;
use Mwaccount\Native\NotCopyableTrait;

/**
 * A request to be sent as it is, by a host with an HTTP client of its own: it follows no redirect, and no cookie but
 * its own goes with it. Its headers and its body hold secrets, which the C library overwrites when the request is gone.
 */
final class Request
{
    use NotCopyableTrait;

    /** What sending it may bring about. */
    public readonly RequestKind $kind;
    /** What it is for, in words: "creating the account". */
    public readonly string $purpose;
    /** "GET" or "POST". */
    public readonly string $method;
    /** Where to; it holds no secret. */
    public readonly string $url;
    /** The seconds to wait before it is sent. */
    public readonly float $wait;

    /** @internal */
    public function __construct(private readonly Handle $handle)
    {
        $ffi = Library::ffi();
        $request = $handle->pointer;
        // What only a newer library knows must be taken for the worst.
        $this->kind = Enums::case(RequestKind::class, $ffi->mwa_request_get_kind($request)) ?? RequestKind::MayCreate;
        $this->purpose = $ffi->mwa_request_purpose($request);
        $this->method = $ffi->mwa_request_method($request);
        $this->url = $ffi->mwa_request_url($request);
        $this->wait = $ffi->mwa_request_wait($request) / 1000;
    }

    /** @return list<array{string, string}> names and values, in their order */
    public function headers(): array
    {
        $ffi = Library::ffi();
        $request = $this->handle->pointer;
        $headers = [];
        for ($index = 0; $index < $ffi->mwa_request_header_count($request); $index++) {
            $headers[] = [
                $ffi->mwa_request_header_name($request, $index),
                $ffi->mwa_request_header_value($request, $index),
            ];
        }

        return $headers;
    }

    /** The body of a POST, whose type is among the headers; empty where there is none. */
    public function body(): string
    {
        $ffi = Library::ffi();
        $bytes = $ffi->mwa_request_body($this->handle->pointer);

        return $bytes === null ? '' : FFI::string($bytes, $ffi->mwa_request_body_length($this->handle->pointer));
    }
}
