<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;

/** The login of a creator, returned by {@see Wiki::logIn()}. */
final class Login extends Interaction
{
    /**
     * Tries again in the same session after a {@see Refused}, continues, and returns the next step.
     *
     * The credentials may be the same ones: a wiki that asks for a captcha after failed logins rejects a wrong answer
     * as a wrong password.
     *
     * @throws InvalidArgument    for an access token, which {@see Wiki::logIn()} takes
     * @throws MwaccountException the same exceptions as {@see answer()}
     */
    public function revise(Credentials $credentials): Step
    {
        $this->giveRevised($credentials);

        return $this->step();
    }

    /**
     * Supplies the credentials like {@see revise()}, without continuing, for callers with their own HTTP client.
     *
     * @throws InvalidArgument
     * @throws MwaccountException
     */
    public function giveRevised(Credentials $credentials): void
    {
        $name = $credentials->name();
        if ($name === null) {
            throw new InvalidArgument('revise a login with a name and a password; Wiki::logIn() takes an access token');
        }
        $this->supplied++;
        Call::run(
            'mwa_conversation_revise_login',
            $this->handle(),
            $name,
            $credentials->secret(),
            $credentials->domain()
        );
    }
}
