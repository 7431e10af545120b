<?php

declare(strict_types=1);

namespace Mwaccount;

/** What a host received itself for a {@see Request}. */
final class Response
{
    /** @var list<array{string, string}> names and values, in the order they came */
    public readonly array $headers;

    /**
     * @param int                         $status  of HTTP, 100 to 999
     * @param list<array{string, string}> $headers names and values, in the order they came; of several Set-Cookie
     *                                             each on its own
     * @param string                      $body    decoded (gzip and the like); it is the host who limits its length
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

    /** @return array<string, mixed> without the values, among which are tokens and cookies */
    public function __debugInfo(): array
    {
        return [
            'status' => $this->status,
            'headers' => array_column($this->headers, 0),
            'length' => strlen($this->body),
        ];
    }

    /** HTTP allows Latin-1 in headers, and the library takes UTF-8. */
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
