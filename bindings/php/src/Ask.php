<?php

declare(strict_types=1);

namespace Mwaccount;

/** The wiki asks for input (UI). Continue with {@see Interaction::answer()}. */
final class Ask extends Prompt
{
    public function kind(): StepKind
    {
        return StepKind::Ask;
    }
}
