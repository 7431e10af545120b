<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\ToC;

/** An account on its way: {@see Wiki::create()}. */
final class Creation extends Interaction
{
    /**
     * Tries again after a {@see Refused} with another account, keeping the answer to a captcha that is still good, and
     * goes on. With the account as it was, a captcha is asked for anew.
     *
     * @throws MwaccountException as {@see answer()}
     */
    public function revise(NewAccount $account): Step
    {
        $this->giveRevised($account);

        return $this->step();
    }

    /**
     * As {@see revise()}, without going on, for hosts that send the requests themselves.
     *
     * @throws MwaccountException
     */
    public function giveRevised(NewAccount $account): void
    {
        Call::run('mwa_conversation_revise', $this->handle(), ToC::account($account));
    }
}
