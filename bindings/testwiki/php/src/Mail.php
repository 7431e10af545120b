<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki;

/** A mail that the wiki has sent. */
final class Mail
{
    public function __construct(
        public readonly string $to,
        public readonly string $subject,
        public readonly string $text,
    ) {
    }

    /**
     * @internal
     *
     * @param array<string, string> $members
     */
    public static function fromJson(array $members): self
    {
        return new self($members['to'], $members['subject'], $members['text']);
    }
}
