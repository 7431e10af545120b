<?php

declare(strict_types=1);

namespace Mwaccount\Tests\Support;

use Mwaccount\Conversation;
use Mwaccount\Failure;
use Mwaccount\Request;
use Mwaccount\Effect;
use Mwaccount\Response;

/** Sends the requests of a conversation with ext-curl. */
final class OwnHttp
{
    /** @var list<Effect> the effects of the requests sent so far */
    public array $sent = [];

    /** Sends requests until the conversation waits for its caller or has ended. */
    public function drive(Conversation $conversation): void
    {
        while (($request = $conversation->nextRequest()) !== null) {
            usleep((int) ($request->wait * 1e6));
            $this->sent[] = $request->effect;
            $this->send($conversation, $request);
        }
    }

    /** Sends one request and feeds the response, or the failure, to its conversation. */
    public function send(Conversation $conversation, Request $request): void
    {
        $headers = [];
        $curl = curl_init();
        curl_setopt_array($curl, [
            CURLOPT_URL => $request->url,
            CURLOPT_CUSTOMREQUEST => $request->method,
            CURLOPT_HTTPHEADER => array_map(fn (array $header) => implode(': ', $header), $request->headers()),
            CURLOPT_ENCODING => '',
            CURLOPT_TIMEOUT => 30,
            CURLOPT_NOPROXY => '127.0.0.1',
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_HEADERFUNCTION => function ($curl, string $line) use (&$headers): int {
                // The headers so far belong to a response "100 Continue".
                if (str_starts_with($line, 'HTTP/')) {
                    $headers = [];
                } elseif (str_contains($line, ':')) {
                    $headers[] = array_map('trim', explode(':', $line, 2));
                }

                return strlen($line);
            },
        ]);
        // curl may resend a request on a kept-alive connection.
        curl_setopt($curl, CURLOPT_FRESH_CONNECT, $request->effect !== Effect::Read);
        if ($request->method === 'POST') {
            curl_setopt($curl, CURLOPT_POSTFIELDS, $request->body());
        }
        $body = curl_exec($curl);
        if ($body !== false) {
            $status = curl_getinfo($curl, CURLINFO_RESPONSE_CODE);
            $conversation->feed(new Response($status, $headers, $body));

            return;
        }
        $conversation->feedFailure(
            match (true) {
                // There was no connection yet.
                curl_getinfo($curl, CURLINFO_PRETRANSFER_TIME) <= 0 => Failure::NotSent,
                curl_errno($curl) === CURLE_OPERATION_TIMEDOUT => Failure::TimedOut,
                default => Failure::Lost,
            },
            curl_error($curl)
        );
    }
}
