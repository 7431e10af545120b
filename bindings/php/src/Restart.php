<?php

declare(strict_types=1);

namespace Mwaccount;

/** The wiki requires the user to start over with these fields (RESTART). Continue with {@see Interaction::answer()}. */
final class Restart extends Prompt
{
    public function kind(): StepKind
    {
        return StepKind::Restart;
    }
}
