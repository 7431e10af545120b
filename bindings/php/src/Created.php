<?php

declare(strict_types=1);

namespace Mwaccount;

/** The account was created (PASS; Success before 1.27). */
final class Created implements Step
{
    /**
     * @param string        $name     the account's name as the wiki returned it
     * @param int|null      $userId   the account's user ID, if the wiki returned it (1.21 to 1.26)
     * @param list<CreationWarning> $warnings deviations from the request, such as values that the wiki does not offer
     */
    public function __construct(
        public readonly string $name,
        public readonly ?int $userId = null,
        public readonly array $warnings = []
    ) {
    }

    public function kind(): StepKind
    {
        return StepKind::Created;
    }
}
