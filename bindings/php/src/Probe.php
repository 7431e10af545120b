<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\FromC;

/** A conversation that finds out what the wiki requires for a new account, returned by {@see Wiki::beginProbe()}. */
final class Probe extends Conversation
{
    use CaptchaTrait;

    /**
     * Returns the requirements. The first call sends the requests, later ones return the same result.
     *
     * @throws MwaccountException
     */
    public function requirements(): Requirements
    {
        return FromC::requirements($this->advance());
    }
}
