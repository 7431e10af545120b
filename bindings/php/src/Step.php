<?php

declare(strict_types=1);

namespace Mwaccount;

/**
 * Where a creation, or the creator's login, stands: one of {@see Created}, {@see LoggedIn}, {@see Ask},
 * {@see Redirect}, {@see Restart}, {@see Refused} and {@see Unknown}. Steps are plain values.
 */
interface Step
{
    /** Which of them it is. */
    public function kind(): StepKind;
}
