<?php

declare(strict_types=1);

namespace Mwaccount;

/** Perhaps created: the answer was lost or unclear. */
final class Unknown implements Step
{
    /**
     * @param string      $name     the name that was asked for
     * @param Reason      $reason   what went wrong
     * @param string|null $code     the wiki's own code, where it gave one
     * @param string      $evidence what happened to the request, what was found out since, and how to find out more
     */
    public function __construct(
        public readonly string $name,
        public readonly Reason $reason,
        public readonly ?string $code,
        public readonly string $evidence
    ) {
    }

    public function kind(): StepKind
    {
        return StepKind::Unknown;
    }
}
