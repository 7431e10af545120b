<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Ask;
use Mwaccount\Created;
use Mwaccount\Exception\CallFailed;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Failure;
use Mwaccount\NewAccount;
use Mwaccount\Reason;
use Mwaccount\Refused;
use Mwaccount\Effect;
use Mwaccount\Response;
use Mwaccount\Tests\Support\OwnHttp;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Testwiki\Testwiki;
use Mwaccount\Unknown;
use Mwaccount\Wiki;

final class OwnHttpTest extends WikiTestCase
{
    /**
     * @testWith ["1.26"]
     *           ["1.43"]
     */
    public function testCreateWithOwnHttp(string $release): void
    {
        $http = new OwnHttp();
        $wiki = $this->wiki("--release $release --captcha questy");
        $creation = $wiki->create($this->zoe());
        $http->drive($creation);
        self::assertInstanceOf(Ask::class, $creation->step());
        $creation->giveAnswers(['captcha' => 'London']);
        $http->drive($creation);
        self::assertInstanceOf(Refused::class, $creation->step());
        $creation->giveRevised($this->zoe());
        $http->drive($creation);
        self::assertInstanceOf(Ask::class, $creation->step());
        $creation->giveAnswers(['captcha' => Testwiki::ANSWER]);
        $http->drive($creation);
        self::assertInstanceOf(Created::class, $creation->step());
        self::assertContains(Effect::MayCreate, $http->sent);
        self::assertNull($creation->nextRequest());
    }

    public function testProbeWithOwnHttp(): void
    {
        $probe = $this->wiki('--release 1.43')->beginProbe(new NewAccount('Zoe'));
        (new OwnHttp())->drive($probe);
        self::assertTrue($probe->requirements()->nameGood);
    }

    public function testRequestIsReturnedOnce(): void
    {
        $creation = $this->wiki('--release 1.43')->create($this->zoe());
        $request = $creation->nextRequest();
        self::assertSame('GET', $request->method);
        self::assertSame(Effect::Read, $request->effect);
        self::assertSame('', $request->body());
        self::assertStringStartsWith($this->server->api(), $request->url);
        try {
            $creation->nextRequest();
            self::fail('a request was returned twice');
        } catch (InvalidArgument $error) {
            self::assertSame(Reason::InvalidArgument, $error->reason);
        }
        self::assertContains('user-agent', array_map('strtolower', array_column($request->headers(), 0)));
    }

    public function testLostResponseIsUnknownWithEvidence(): void
    {
        $creation = $this->wiki('--release 1.43')->create($this->zoe());
        $http = new OwnHttp();
        $lost = false;
        while (($request = $creation->nextRequest()) !== null) {
            $lost = $lost || $request->effect === Effect::MayCreate;
            if ($lost) {
                $creation->feedFailure(Failure::Lost, 'the line was cut');
            } else {
                $http->send($creation, $request);
            }
        }
        $unknown = $creation->step();
        self::assertInstanceOf(Unknown::class, $unknown);
        self::assertSame('Zoe Example', $unknown->name);
        self::assertSame(Reason::Unreachable, $unknown->reason);
        self::assertNull($unknown->code);
        self::assertStringContainsString('the line was cut', $unknown->evidence);
    }

    public function testUnsentRequestIsAnError(): void
    {
        $creation = (new Wiki('http://127.0.0.1:1/api.php'))->create($this->zoe());
        (new OwnHttp())->drive($creation);
        $this->expectException(CallFailed::class);
        $this->expectExceptionMessageMatches('/Failed to connect/');
        $creation->step();
    }

    public function testResponses(): void
    {
        $creation = (new Wiki('http://127.0.0.1:1/api.php'))->create($this->zoe());
        $creation->feed(new Response(200, [['Warning', "caf\xe9"]], str_repeat('x', 100_000)));
        self::assertSame('café', (new Response(200, [['Warning', "caf\xe9"]]))->headers[0][1]);
        $this->expectException(InvalidArgument::class);
        $creation->feed(new Response(42));
    }
}
