<?php

declare(strict_types=1);

namespace Mwaccount;

/**
 * A step of a creation or a login: its state, and its result at the end.
 *
 * It is one of {@see Created}, {@see LoggedIn}, {@see Ask}, {@see Redirect}, {@see Restart}, {@see Refused} and
 * {@see Unknown}. Steps are plain values.
 */
interface Step
{
    /** Returns the kind of the step. */
    public function kind(): StepKind;
}
