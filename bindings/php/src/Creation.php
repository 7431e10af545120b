<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\ToC;

/** The creation of an account, returned by {@see Wiki::create()}. */
final class Creation extends Interaction
{
    /**
     * Tries again after a {@see Refused} with another account, continues, and returns the next step.
     *
     * A captcha answer that the wiki has not used yet is sent again. After a wrong captcha answer, revise() with the
     * same account asks for a new captcha.
     *
     * @throws MwaccountException the same exceptions as {@see answer()}
     */
    public function revise(NewAccount $account): Step
    {
        $this->giveRevised($account);

        return $this->step();
    }

    /**
     * Supplies the account like {@see revise()}, without continuing, for callers with their own HTTP client.
     *
     * @throws MwaccountException
     */
    public function giveRevised(NewAccount $account): void
    {
        $this->supplied++;
        Call::run('mwa_conversation_revise', $this->handle(), ToC::account($account));
    }
}
