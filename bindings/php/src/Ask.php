<?php

declare(strict_types=1);

namespace Mwaccount;

/** The wiki wants fields filled: {@see Interaction::answer()}. */
final class Ask extends Prompt
{
    public function kind(): StepKind
    {
        return StepKind::Ask;
    }
}
