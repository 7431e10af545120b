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
 * A conversation with a wiki. The library sends its requests, or the host does so with an HTTP client of its own:
 * {@see nextRequest()}, {@see feed()} and {@see feedFailure()}.
 */
abstract class Conversation
{
    use NotCopyableTrait;

    /** The step it came to last, as the C library gave it. */
    private ?Handle $currentStep = null;

    /**
     * @param Log|null $log its wiki's, which the C library calls as long as there is the conversation
     *
     * @internal
     */
    final public function __construct(private readonly Handle $handle, protected readonly ?Log $log)
    {
    }

    /**
     * The request that the conversation wants sent, given once before {@see feed()} or {@see feedFailure()}; null when
     * it waits for its caller or has ended, and then tells where it stands without sending anything.
     *
     * The host waits for {@see Request::$wait} first, follows no redirect, keeps no cookie, and may repeat what is
     * {@see RequestKind::Read} only. That holds for its HTTP client too: curl sends a request again by itself when a
     * connection that was kept turns out to be closed, so what is not {@see RequestKind::Read} should have a new one
     * (CURLOPT_FRESH_CONNECT).
     *
     * @throws MwaccountException
     */
    final public function nextRequest(): ?Request
    {
        $request = Call::make('request', 'mwa_conversation_next_request', $this->handle);

        return $request === null ? null : new Request($request);
    }

    /**
     * Takes the response to the request that {@see nextRequest()} gave. One to no request is passed over.
     *
     * @throws MwaccountException
     */
    final public function feed(Response $response): void
    {
        Call::run('mwa_conversation_feed', $this->handle, ToC::response($response));
    }

    /**
     * Takes word that there is no response to the request that {@see nextRequest()} gave, and why. After anything but
     * {@see Failure::NotSent} the conversation finds out what came of the request.
     *
     * @param string $message says it in a sentence without secrets
     * @param Reason $reason  one of Unreachable, TooLarge, Insecure, Protocol and Cancelled
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

    /** @return array{} what it holds is the C library's */
    final public function __debugInfo(): array
    {
        return [];
    }

    /** Goes on to the next step. */
    final protected function advance(): Handle
    {
        $this->currentStep = null;

        return $this->currentStep = Call::make('step', 'mwa_conversation_step', $this->handle);
    }

    /** The step it came to last, or comes to now. */
    final protected function currentStep(): Handle
    {
        return $this->currentStep ?? $this->advance();
    }

    final protected function handle(): Handle
    {
        return $this->handle;
    }
}
