<?php

declare(strict_types=1);

namespace Mwaccount;

/** The creator is logged in (PASS). Later creations are made by the creator. */
final class LoggedIn implements Step
{
    /** @param string $name the creator's user name */
    public function __construct(public readonly string $name)
    {
    }

    public function kind(): StepKind
    {
        return StepKind::LoggedIn;
    }
}
