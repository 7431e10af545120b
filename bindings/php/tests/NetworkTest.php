<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Ask;
use Mwaccount\Created;
use Mwaccount\Credentials;
use Mwaccount\Exception\CallFailed;
use Mwaccount\Options;
use Mwaccount\Reason;
use Mwaccount\Secret;
use Mwaccount\Tests\Support\OwnHttp;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Wiki;

/** HTTP authentication and TLS certificates. */
final class NetworkTest extends WikiTestCase
{
    private const GUARDED = '--release 1.43 --setting basic';

    private static function lab(): Options
    {
        return new Options(httpUser: 'lab', httpPassword: new Secret('lab'));
    }

    public function testHttpAuthentication(): void
    {
        $wiki = $this->wiki(self::GUARDED, self::lab());
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
        $api = $this->server->api();
        $without = new Wiki($api);
        $this->assertFails(fn () => $without->create($this->zoe())->step(), Reason::AccessDenied, 'http_auth');
        $wrong = new Wiki($api, new Options(httpUser: 'lab', httpPassword: 'hunter2'));
        $this->assertFails(fn () => $wrong->create($this->zoe())->step(), Reason::AccessDenied, 'rejected');
        $token = fn () => $wiki->logIn(Credentials::oauth('hunter2'))->step();
        $this->assertFails($token, Reason::InvalidArgument, 'http_auth');
    }

    public function testHttpAuthenticationWithOwnHttp(): void
    {
        $creation = $this->wiki(self::GUARDED, self::lab())->create($this->zoe());
        (new OwnHttp())->drive($creation);
        self::assertInstanceOf(Created::class, $creation->step());
    }

    public function testHttpAuthenticationIsNeededToResume(): void
    {
        $creation = $this->wiki(self::GUARDED . ' --captcha questy', self::lab())->create($this->zoe());
        self::assertInstanceOf(Ask::class, $creation->step());
        $text = $creation->suspend();
        $this->assertFails(fn () => Wiki::resume($text), Reason::InvalidArgument, 'http_auth');
        $this->assertFails(fn () => Wiki::resume($text, self::lab()), Reason::InvalidArgument, 'address');
        $inAddress = str_replace('://', '://lab:lab@', $this->server->api());
        self::assertNotNull(Wiki::resume($text, address: $inAddress)->creation);
        $resumed = Wiki::resume($text, self::lab(), $this->server->api());
        $step = $resumed->creation->answer(['captcha' => 'Paris', 'password' => self::PASSWORD]);
        self::assertInstanceOf(Created::class, $step);
    }

    /** @return iterable<string, array{Options, string}> */
    public static function unfit(): iterable
    {
        yield 'a user alone' => [new Options(httpUser: 'lab'), 'missing'];
        yield 'a password alone' => [new Options(httpPassword: 'hunter2'), 'missing'];
        yield 'a colon' => [new Options(httpUser: 'a:b', httpPassword: 'hunter2'), 'colon'];
        yield 'no file of authorities' => [new Options(caFile: '/nowhere/ca.pem'), '/nowhere/ca.pem'];
        yield 'no file of the certificate' => [new Options(clientCert: '/nowhere/client.pem'), '/nowhere/client.pem'];
        yield 'no certificate' => [new Options(clientKey: '/nowhere/client.key'), 'certificate'];
    }

    /** @dataProvider unfit */
    public function testUnusableNetworkOptions(Options $options, string $message): void
    {
        $call = fn () => new Wiki('https://wiki.example.org/api.php', $options);
        $this->assertFails($call, Reason::InvalidArgument, $message);
    }

    public function testCaFile(): void
    {
        $file = tempnam(sys_get_temp_dir(), 'ca');
        try {
            $options = new Options(caFile: $file);
            $wiki = "--release 1.43 --https --certificate $file";
            $this->wiki($wiki);
            $trusting = new Wiki($this->server->api(), $options);
            self::assertInstanceOf(Created::class, $trusting->create($this->zoe())->step());
            $this->expectException(CallFailed::class);
            (new Wiki($this->server->api()))->create($this->zoe())->step();
        } finally {
            unlink($file);
        }
    }
}
