<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\FromC;

/** A probe of what the wiki asks of new accounts: {@see Wiki::beginProbe()}. */
final class Probe extends Conversation
{
    use CaptchaTrait;

    /**
     * What was found out.
     *
     * @throws MwaccountException
     */
    public function requirements(): Requirements
    {
        return FromC::requirements($this->advance());
    }
}
