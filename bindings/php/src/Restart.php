<?php

declare(strict_types=1);

namespace Mwaccount;

/** The wiki wants to begin anew, with these fields: {@see Interaction::answer()}. */
final class Restart extends Prompt
{
    public function kind(): StepKind
    {
        return StepKind::Restart;
    }
}
