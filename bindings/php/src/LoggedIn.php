<?php

declare(strict_types=1);

namespace Mwaccount;

/** The creator is logged in: creations are the creator's from now on. */
final class LoggedIn implements Step
{
    /** @param string $name the creator's */
    public function __construct(public readonly string $name)
    {
    }

    public function kind(): StepKind
    {
        return StepKind::LoggedIn;
    }
}
