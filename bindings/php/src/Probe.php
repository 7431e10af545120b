<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Reader;

/** A probe of what the wiki asks of new accounts: {@see Wiki::beginProbe()}. */
final class Probe extends Conversation
{
    use ShowsCaptcha;

    /**
     * What was found out.
     *
     * @throws MwaccountException
     */
    public function requirements(): Requirements
    {
        return Reader::requirements($this->go());
    }
}
