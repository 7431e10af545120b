<?php

declare(strict_types=1);

namespace Mwaccount;

/** A response that the caller's own HTTP client received for a {@see Request}. */
final class Response
{
    /** @var list<array{string, string}> pairs of name and value, in the order received */
    public readonly array $headers;

    /**
     * @param int                         $status  the HTTP status code, 100 to 999
     * @param list<array{string, string}> $headers pairs of name and value, in the order received, with one pair for
     *                                             each Set-Cookie header
     * @param string                      $body    the decoded body (gzip and so on removed); the caller limits its size
     */
    public function __construct(
        public readonly int $status,
        #[\SensitiveParameter] array $headers = [],
        #[\SensitiveParameter] public readonly string $body = ''
    ) {
        $this->headers = array_map(
            static fn (array $header): array => [self::utf8($header[0]), self::utf8($header[1])],
            $headers
        );
    }

    /** @return array<string, mixed> the properties without the body and the header values, which may be secrets */
    public function __debugInfo(): array
    {
        return [
            'status' => $this->status,
            'headers' => array_column($this->headers, 0),
            'length' => strlen($this->body),
        ];
    }

    /** Converts Latin-1, which HTTP allows in headers, to UTF-8, which the library requires. */
    private static function utf8(string $text): string
    {
        if (preg_match('//u', $text) === 1) {
            return $text;
        }

        return preg_replace_callback(
            '/[\x80-\xff]/',
            static fn (array $byte): string => chr(0xC0 | ord($byte[0]) >> 6) . chr(0x80 | ord($byte[0]) & 0x3F),
            $text
        );
    }
}
