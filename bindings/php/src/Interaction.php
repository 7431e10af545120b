<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\FromC;
use Mwaccount\Native\Library;
use Mwaccount\Native\ToC;

/**
 * A conversation that goes from step to step and may need input: a {@see Creation} or a {@see Login}.
 *
 * It can be abandoned at any step. The wiki's session remains usable for the next one.
 *
 * foreach yields its steps, up to the first one to which the loop supplies nothing: the last one, or one at which the loop
 * gives up. A step whose answer was invalid comes again.
 *
 * @implements \IteratorAggregate<int, Step>
 */
abstract class Interaction extends Conversation implements \IteratorAggregate
{
    use CaptchaTrait;

    /** The number of times that the caller has supplied something, even if it was invalid. */
    protected int $supplied = 0;

    /**
     * Yields the steps, for foreach.
     *
     * @return \Generator<int, Step>
     *
     * @throws MwaccountException the same exceptions as {@see step()}
     */
    final public function getIterator(): \Generator
    {
        do {
            $supplied = $this->supplied;
            yield $this->step();
        } while ($supplied !== $this->supplied);
    }

    /**
     * Continues until input is needed or the conversation has ended, and returns the step that was reached.
     *
     * Called again without new input, it returns the same step and sends nothing.
     *
     * @throws MwaccountException for every failure except a refusal by the wiki. Unless it is a
     *                            {@see Exception\LibraryFault}, certainly nothing was created
     */
    public function step(): Step
    {
        return FromC::step($this->advance());
    }

    /**
     * Answers an {@see Ask}, a {@see Restart} or a {@see Redirect}, continues, and returns the next step.
     *
     * @param array<string|bool|list<string>> $answers by field name: a text, a bool, or the chosen values of a
     *                                                 multiselect
     *
     * @throws Exception\InvalidArgument for an invalid answer: $field names the field, and the conversation still waits
     * @throws MwaccountException        the same exceptions as {@see step()}
     */
    public function answer(#[\SensitiveParameter] array $answers): Step
    {
        $this->giveAnswers($answers);

        return $this->step();
    }

    /**
     * Supplies the address at which the user came back from a {@see Redirect} (createreturnurl), continues, and returns
     * the next step.
     *
     * @throws MwaccountException the same exceptions as {@see answer()}
     */
    public function returned(#[\SensitiveParameter] string $url): Step
    {
        $this->giveReturned($url);

        return $this->step();
    }

    /**
     * Supplies the answers like {@see answer()}, without continuing, for callers with their own HTTP client.
     *
     * @param array<string|bool|list<string>> $answers
     *
     * @throws MwaccountException
     */
    public function giveAnswers(#[\SensitiveParameter] array $answers): void
    {
        $this->supplied++;
        Call::run('mwa_conversation_answer', $this->handle(), ToC::answers($answers));
    }

    /**
     * Supplies the address like {@see returned()}, without continuing, for callers with their own HTTP client.
     *
     * @throws MwaccountException
     */
    public function giveReturned(#[\SensitiveParameter] string $url): void
    {
        $this->supplied++;
        Call::run('mwa_conversation_returned', $this->handle(), new Secret($url));
    }

    /**
     * Returns the waiting conversation as text, with which {@see Wiki::resume()} continues it in another process.
     *
     * The text contains the cookies of the wiki's session, so keep it on the server, and use it only once. It contains
     * no password and no access token. If a password is needed again, the resumed conversation asks for it.
     *
     * @throws MwaccountException if the conversation is not waiting for input, or has ended
     */
    public function suspend(): Secret
    {
        $secret = Call::make('secret', 'mwa_conversation_suspend', $this->handle());

        return new Secret(Library::ffi()->mwa_secret_text($secret->pointer()));
    }
}
