<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\FromC;
use Mwaccount\Native\Library;
use Mwaccount\Native\ToC;

/**
 * A conversation that asks its caller, and goes from step to step: a {@see Creation} or a {@see Login}. It can be
 * left at any step; the wiki's session stays good for the next one.
 */
abstract class Interaction extends Conversation
{
    use CaptchaTrait;

    /**
     * Goes on until something is wanted of the caller or the conversation has ended; then the same step comes again.
     *
     * @throws MwaccountException for whatever kept the account from being created, or the creator from logging in, that
     *                            was not the wiki's own no: surely nothing was created, unless it is a
     *                            {@see Exception\LibraryFault}
     */
    public function step(): Step
    {
        return FromC::step($this->advance());
    }

    /**
     * Answers an {@see Ask}, a {@see Restart} or a {@see Redirect}, and goes on.
     *
     * @param array<string|bool|list<string>> $answers by the names of the fields: a text, yes or no, or the chosen
     *                                                 values of a multiselect
     *
     * @throws MwaccountException an {@see Exception\InvalidArgument} for an answer that does not fit, which names the
     *                            field, and the conversation stands where it stood; else as {@see step()}
     */
    public function answer(#[\SensitiveParameter] array $answers): Step
    {
        $this->giveAnswers($answers);

        return $this->step();
    }

    /**
     * Hands over the address at which the user came back from a {@see Redirect}, and goes on.
     *
     * @throws MwaccountException as {@see answer()}
     */
    public function returned(#[\SensitiveParameter] string $url): Step
    {
        $this->giveReturned($url);

        return $this->step();
    }

    /**
     * As {@see answer()}, without going on, for hosts that send the requests themselves.
     *
     * @param array<string|bool|list<string>> $answers
     *
     * @throws MwaccountException
     */
    public function giveAnswers(#[\SensitiveParameter] array $answers): void
    {
        Call::run('mwa_conversation_answer', $this->handle(), ToC::answers($answers));
    }

    /**
     * As {@see returned()}, without going on, for hosts that send the requests themselves.
     *
     * @throws MwaccountException
     */
    public function giveReturned(#[\SensitiveParameter] string $url): void
    {
        Call::run('mwa_conversation_returned', $this->handle(), new Secret($url));
    }

    /**
     * Puts the conversation down where it waits for its caller, as text that {@see Wiki::resume()} takes up in another
     * process. The text is a secret: it holds the session's cookies, so keep it on the server, and use it once. It
     * holds no password and no token; a password that is needed again is asked for then.
     *
     * @throws MwaccountException where the conversation does not wait, or has ended
     */
    public function suspend(): Secret
    {
        $secret = Call::make('secret', 'mwa_conversation_suspend', $this->handle());

        return new Secret(Library::ffi()->mwa_secret_text($secret->pointer));
    }
}
