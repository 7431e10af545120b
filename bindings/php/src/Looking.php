<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Reader;

/** A look at what the wiki asks of new accounts: {@see Wiki::looking()}. */
final class Looking extends Conversation
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
