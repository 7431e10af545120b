<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Credentials;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\NotCopyable;
use Mwaccount\NewAccount;
use Mwaccount\Options;
use Mwaccount\Redirect;
use Mwaccount\RequestKind;
use Mwaccount\Response;
use Mwaccount\Secret;
use Mwaccount\Tests\Support\OwnHttp;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Wiki;

final class SecretsTest extends WikiTestCase
{
    private const WORD = 'hunter2hunter2';

    /** @return iterable<string, array{object}> */
    public static function holders(): iterable
    {
        yield 'a secret' => [new Secret(self::WORD)];
        yield 'an account' => [new NewAccount('Zoe', self::WORD, fields: ['pin' => self::WORD])];
        yield 'credentials' => [Credentials::password('Zoe', self::WORD)];
        yield 'a token' => [Credentials::oauth(self::WORD)];
        yield 'options' => [new Options(accessToken: self::WORD, proxy: 'http://zoe:' . self::WORD . '@127.0.0.1:9')];
        yield 'a server login' => [new Options(httpUser: 'zoe', httpPassword: self::WORD)];
        yield 'a redirect' => [new Redirect('https://login.example.org/?key=' . self::WORD)];
        yield 'a response' => [new Response(200, [['Set-Cookie', self::WORD]], self::WORD)];
    }

    /** @dataProvider holders */
    public function testNothingShowsThem(object $holder): void
    {
        ob_start();
        var_dump($holder);
        self::assertStringNotContainsString(self::WORD, ob_get_clean());
        self::assertStringNotContainsString(self::WORD, print_r($holder, true));
    }

    public function testNeitherCastsNorExports(): void
    {
        $account = new NewAccount('Zoe', self::WORD, fields: ['pin' => self::WORD]);
        foreach ([new Secret(self::WORD), $account] as $holder) {
            self::assertStringNotContainsString(self::WORD, var_export($holder, true));
            self::assertStringNotContainsString(self::WORD, json_encode($holder));
            self::assertStringNotContainsString(self::WORD, json_encode((array) $holder, JSON_PARTIAL_OUTPUT_ON_ERROR));
        }
        self::assertSame(self::WORD, (new Secret(self::WORD))->reveal());
        $this->expectException(NotCopyable::class);
        serialize(new Secret(self::WORD));
    }

    public function testAnAccountIsChangedWithAllItHas(): void
    {
        $account = new NewAccount('Zoe', self::WORD, 'zoe@example.org', fields: ['pin' => self::WORD]);
        $changed = $account->with(name: 'Max', email: null);
        self::assertSame('Max', $changed->name);
        self::assertNull($changed->email);
        self::assertSame(self::WORD, $changed->password()->reveal());
        self::assertSame(['pin' => self::WORD], $changed->fields());
        self::assertSame('Zoe', $account->name);
    }

    public function testARequestShowsNoneOfItsOwn(): void
    {
        $creation = $this->wiki('--release 1.43')->create($this->zoe());
        $request = $creation->nextRequest();
        (new OwnHttp())->drive($this->wiki('--release 1.43')->create($this->zoe()));
        self::assertSame(RequestKind::Read, $request->kind);
        $shown = print_r($request, true);
        self::assertStringContainsString($request->url, $shown);
        self::assertStringNotContainsString('User-Agent', $shown);
    }

    public function testStackTraces(): void
    {
        $wiki = new Wiki('http://127.0.0.1:1/api.php');
        $calls = [
            fn () => $wiki->create(new NewAccount("Zo\xe9", self::WORD)),
            fn () => $wiki->create(new NewAccount('Zoe', self::WORD . "\0")),
            fn () => $wiki->logIn(Credentials::password("Zo\xe9", self::WORD)),
            fn () => $wiki->logIn(Credentials::oauth(self::WORD . "\0")),
            fn () => $wiki->create(new NewAccount('Zoe'))->answer(['pin' => self::WORD]),
            fn () => $wiki->create(new NewAccount('Zoe'))->returned('http://127.0.0.1/?key=' . self::WORD),
            fn () => Wiki::resume(self::WORD),
        ];
        foreach ($calls as $number => $call) {
            try {
                $call();
                self::fail("call $number was done");
            } catch (InvalidArgument $why) {
                // Nothing above this file, where the words stand as constants.
                $frames = array_filter($why->getTrace(), fn ($frame) => str_contains($frame['file'] ?? '', '/src/'));
                self::assertNotEmpty($frames);
                foreach ($why->getTrace() as $frame) {
                    if (str_starts_with($frame['class'] ?? '', 'Mwaccount\\') && PHP_VERSION_ID >= 80200) {
                        self::assertStringNotContainsString(self::WORD, print_r($frame['args'] ?? [], true));
                    }
                }
                self::assertStringNotContainsString(self::WORD, $why->getMessage());
            }
        }
    }
}
