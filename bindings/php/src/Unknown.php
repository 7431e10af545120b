<?php

declare(strict_types=1);

namespace Mwaccount;

/** The account may have been created: the wiki's response was lost or unclear, and so was the existence check. */
final class Unknown implements Step
{
    /**
     * @param string      $name     the requested name
     * @param Reason      $reason   the reason why the response was lost or unclear
     * @param string|null $code     the wiki's own error code
     * @param string      $evidence a sentence with what happened to the request, what the existence check found, and
     *                             what to do next
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
