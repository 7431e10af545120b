<?php

declare(strict_types=1);

namespace Mwaccount;

/** The account exists, and this creation made it. */
final class Created implements Step
{
    /**
     * @param string        $name     the account's name as the wiki gives it
     * @param int|null      $userId   its number, where the wiki says it (1.21 to 1.26)
     * @param list<CreationWarning> $warnings what did not go as wished
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
