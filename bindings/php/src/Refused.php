<?php

declare(strict_types=1);

namespace Mwaccount;

/** The wiki said no, and nothing was created: {@see Creation::revise()}, or leave it. */
final class Refused implements Step
{
    /**
     * @param Reason      $reason     what it is about, the same on every release
     * @param string|null $code       the wiki's own code, where it gave one
     * @param string      $message    the wiki's own text, or the library's where it gave none
     * @param int|null    $retryAfter the seconds to wait before another try can help, where that is known
     */
    public function __construct(
        public readonly Reason $reason,
        public readonly ?string $code,
        public readonly string $message,
        public readonly ?int $retryAfter = null
    ) {
    }

    public function kind(): StepKind
    {
        return StepKind::Refused;
    }
}
