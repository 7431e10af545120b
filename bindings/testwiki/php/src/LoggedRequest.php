<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki;

/** A request that the wiki has read. */
final class LoggedRequest
{
    /**
     * @param string                $target  the path with its query, as it was sent
     * @param string                $action  the action of the API, or the title of the page
     * @param array<string, string> $query   the parameters of the query
     * @param array<string, string> $form    the parameters of the body
     * @param array<string, string> $headers the headers, with names in lower case
     * @param int                   $time    its time in seconds since the epoch, by the wiki's clock
     * @param int                   $status  the status of the answer, which a fault can have kept from the client
     */
    public function __construct(
        public readonly string $method,
        public readonly string $target,
        public readonly string $action,
        public readonly array $query,
        public readonly array $form,
        public readonly array $headers,
        public readonly int $time,
        public readonly int $status,
    ) {
    }

    /**
     * @internal
     *
     * @param array<string, mixed> $members
     */
    public static function fromJson(array $members): self
    {
        return new self(
            $members['method'],
            $members['target'],
            $members['action'],
            $members['query'],
            $members['form'],
            $members['headers'],
            $members['time'],
            $members['status'],
        );
    }
}
