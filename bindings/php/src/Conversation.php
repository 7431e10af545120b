<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\Handle;
use Mwaccount\Native\Log;
use Mwaccount\Native\NotCopied;
use Mwaccount\Native\Numbers;
use Mwaccount\Native\Writer;

/**
 * A conversation with a wiki. The library sends its requests, or the host does so with an HTTP client of its own:
 * {@see nextRequest()}, {@see feed()} and {@see feedFailure()}.
 */
abstract class Conversation
{
    use NotCopied;

    /** The step it came to last, as the C library gave it. */
    private ?Handle $latest = null;

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
        Call::run('mwa_conversation_feed', $this->handle, Writer::response($response));
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
            Numbers::number($failure),
            Numbers::number($reason),
            $message
        );
    }

    /** @return array{} what it holds is the C library's */
    final public function __debugInfo(): array
    {
        return [];
    }

    /** Goes on to the next step. */
    final protected function go(): Handle
    {
        $this->latest = null;

        return $this->latest = Call::make('step', 'mwa_conversation_step', $this->handle);
    }

    /** The step it came to last, or comes to now. */
    final protected function latest(): Handle
    {
        return $this->latest ?? $this->go();
    }

    final protected function handle(): Handle
    {
        return $this->handle;
    }
}
