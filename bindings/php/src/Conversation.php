<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\Enums;
use Mwaccount\Native\Handle;
use Mwaccount\Native\Log;
use Mwaccount\Native\NotCopyableTrait;
use Mwaccount\Native\ToC;

/**
 * A conversation with a wiki.
 *
 * The library sends its requests, or the caller does with an HTTP client of its own: see {@see nextRequest()},
 * {@see feed()} and {@see feedFailure()}.
 */
abstract class Conversation
{
    use NotCopyableTrait;

    /** The latest step. */
    private ?Handle $currentStep = null;

    /**
     * @param Log|null $log the log of the wiki, kept alive because the C library calls it
     *
     * @internal
     */
    final public function __construct(private readonly Handle $handle, protected readonly ?Log $log)
    {
    }

    /**
     * Returns the next request to send, or null if the conversation waits for its caller or has ended.
     *
     * Each request is returned once: {@see feed()} or {@see feedFailure()} comes next. After null, the method that
     * returns the result, such as {@see Interaction::step()}, sends nothing.
     *
     * The caller sleeps for {@see Request::$wait} seconds before sending, follows no redirects and stores no cookies.
     * It may repeat a request only if its effect is {@see Effect::Read}. curl resends a request by itself when a
     * kept-alive connection turns out to be closed, so send every other kind over a new connection
     * (CURLOPT_FRESH_CONNECT). A request with an OAuth 1.0a token is never repeated: the wiki accepts each of its
     * signatures once, and for 300 seconds.
     *
     * @throws MwaccountException
     */
    final public function nextRequest(): ?Request
    {
        $request = Call::make('request', 'mwa_conversation_next_request', $this->handle);

        return $request === null ? null : new Request($request);
    }

    /**
     * Accepts the response to the request from {@see nextRequest()}. Ignores it if no request is pending.
     *
     * @throws MwaccountException
     */
    final public function feed(Response $response): void
    {
        Call::run('mwa_conversation_feed', $this->handle, ToC::response($response));
    }

    /**
     * Reports that there is no response to the request from {@see nextRequest()}.
     *
     * Unless the failure is {@see Failure::NotSent}, the conversation then checks whether the account exists.
     *
     * @param string $message a sentence without secrets
     * @param Reason $reason  Unreachable, TooLarge, Insecure, Protocol or Cancelled
     *
     * @throws MwaccountException
     */
    final public function feedFailure(Failure $failure, string $message, Reason $reason = Reason::Unreachable): void
    {
        Call::run(
            'mwa_conversation_feed_failure',
            $this->handle,
            Enums::number($failure),
            Enums::number($reason),
            $message
        );
    }

    /** @return array{} nothing, because the state is in the C library */
    final public function __debugInfo(): array
    {
        return [];
    }

    /** Continues to the next step and returns it. */
    final protected function advance(): Handle
    {
        $this->currentStep = null;

        return $this->currentStep = Call::make('step', 'mwa_conversation_step', $this->handle);
    }

    /** Returns the latest step, or continues to the first one. */
    final protected function currentStep(): Handle
    {
        return $this->currentStep ?? $this->advance();
    }

    final protected function handle(): Handle
    {
        return $this->handle;
    }
}
