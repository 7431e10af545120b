<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Credentials;
use Mwaccount\Ask;
use Mwaccount\Effect;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\NotCopyable;
use Mwaccount\Field;
use Mwaccount\FieldKind;
use Mwaccount\NewAccount;
use Mwaccount\OAuth1Token;
use Mwaccount\Options;
use Mwaccount\Redirect;
use Mwaccount\Response;
use Mwaccount\Secret;
use Mwaccount\Tests\Support\OwnHttp;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Wiki;

final class SecretsTest extends WikiTestCase
{
    private const SECRET = 'hunter2hunter2';

    private static function oauth1(string $end = ''): OAuth1Token
    {
        return new OAuth1Token(self::SECRET, self::SECRET, self::SECRET, self::SECRET . $end);
    }

    /** @return iterable<string, array{object}> */
    public static function holders(): iterable
    {
        yield 'a secret' => [new Secret(self::SECRET)];
        yield 'an account' => [new NewAccount('Zoe', self::SECRET, fields: ['pin' => self::SECRET])];
        yield 'credentials' => [Credentials::password('Zoe', self::SECRET)];
        yield 'a token' => [Credentials::oauth(self::SECRET)];
        yield 'a token of OAuth 1.0a' => [Credentials::oauth(self::oauth1())];
        yield 'options' => [new Options(accessToken: self::SECRET, proxy: 'http://zoe:' . self::SECRET . '@127.0.0.1:9')];
        yield 'a server login' => [new Options(httpUser: 'zoe', httpPassword: self::SECRET)];
        yield 'suspend keys' => [new Options(suspendKeys: [str_repeat(self::SECRET, 3)])];
        yield 'a redirect' => [new Redirect('https://login.example.org/?key=' . self::SECRET)];
        yield 'a field' => [new Field('key', FieldKind::Null, value: self::SECRET)];
        yield 'an ask' => [new Ask(fields: [new Field('key', FieldKind::Null, value: self::SECRET)])];
        yield 'a response' => [new Response(200, [['Set-Cookie', self::SECRET]], self::SECRET)];
    }

    /** Classes that hold no secret: names, numbers, sentences of the wiki, and handles of the C library. */
    private const WITHOUT_SECRETS = [
        'Bulk', 'Canceller', 'Captcha', 'CaptchaKind', 'CaptchaTrait', 'Conversation', 'Created', 'Creation',
        'CreationWarning', 'CreatorLimits', 'Dialect', 'Effect', 'Facts', 'Failure', 'FieldKind', 'FieldOption',
        'Format', 'Image', 'ImageFetch', 'Interaction', 'Journal', 'LoggedIn', 'Login', 'NameCheck', 'NameStatus',
        'Outcome', 'Probe', 'Prompt', 'RateLimit', 'Reason', 'Refused', 'Requirements', 'Resumed', 'RowResult',
        'SharedAccounts', 'Step', 'StepKind', 'Stop', 'Unknown', 'User', 'Version', 'Wait', 'Wiki',
    ];

    /** A new class has to be added to the holders, or to the classes without secrets. */
    public function testEveryClassIsChecked(): void
    {
        $classes = array_map(fn (string $file): string => basename($file, '.php'), glob(__DIR__ . '/../src/*.php'));
        $held = array_map(
            fn (array $holder): string => basename(str_replace('\\', '/', $holder[0]::class)),
            [...array_values(iterator_to_array(self::holders())), [self::oauth1()]]
        );
        // A request is checked in a conversation, and Restart has the properties of Ask.
        $known = [...$held, ...self::WITHOUT_SECRETS, 'Request', 'Restart'];
        self::assertSame([], array_values(array_diff($classes, $known)));
        self::assertSame([], array_values(array_diff($known, $classes)));
    }

    /** @dataProvider holders */
    public function testDumpsHideSecrets(object $holder): void
    {
        ob_start();
        var_dump($holder);
        self::assertStringNotContainsString(self::SECRET, ob_get_clean());
        self::assertStringNotContainsString(self::SECRET, print_r($holder, true));
    }

    public function testCastsAndExportsHideSecrets(): void
    {
        $account = new NewAccount('Zoe', self::SECRET, fields: ['pin' => self::SECRET]);
        foreach ([new Secret(self::SECRET), $account] as $holder) {
            self::assertStringNotContainsString(self::SECRET, var_export($holder, true));
            self::assertStringNotContainsString(self::SECRET, json_encode($holder));
            self::assertStringNotContainsString(self::SECRET, json_encode((array) $holder, JSON_PARTIAL_OUTPUT_ON_ERROR));
        }
        self::assertSame(self::SECRET, (new Secret(self::SECRET))->reveal());
        $this->expectException(NotCopyable::class);
        serialize(new Secret(self::SECRET));
    }

    public function testWithKeepsTheOtherValues(): void
    {
        $account = new NewAccount('Zoe', self::SECRET, 'zoe@example.org', fields: ['pin' => self::SECRET]);
        $changed = $account->with(name: 'Max', email: null);
        self::assertSame('Max', $changed->name);
        self::assertNull($changed->email);
        self::assertSame(self::SECRET, $changed->password()->reveal());
        self::assertSame(['pin' => self::SECRET], $changed->fields());
        self::assertSame('Zoe', $account->name);
    }

    public function testADumpOfARequestHidesSecrets(): void
    {
        $creation = $this->wiki('--release 1.43')->create($this->zoe());
        $request = $creation->nextRequest();
        (new OwnHttp())->drive($this->wiki('--release 1.43')->create($this->zoe()));
        self::assertSame(Effect::Read, $request->effect);
        $shown = print_r($request, true);
        self::assertStringContainsString('api.php', $shown);
        self::assertStringContainsString('?', $request->url);
        self::assertStringNotContainsString('?', $shown);
        self::assertStringNotContainsString('User-Agent', $shown);
    }

    public function testStackTracesHideSecrets(): void
    {
        $wiki = new Wiki('http://127.0.0.1:1/api.php');
        $calls = [
            fn () => $wiki->create(new NewAccount("Zo\xe9", self::SECRET)),
            fn () => $wiki->create(new NewAccount('Zoe', self::SECRET . "\0")),
            fn () => $wiki->logIn(Credentials::password("Zo\xe9", self::SECRET)),
            fn () => $wiki->logIn(Credentials::oauth(self::SECRET . "\0")),
            fn () => $wiki->logIn(Credentials::oauth(self::oauth1("\0"))),
            fn () => $wiki->create(new NewAccount('Zoe'))->answer(['pin' => self::SECRET]),
            fn () => $wiki->create(new NewAccount('Zoe'))->returned('http://127.0.0.1/?key=' . self::SECRET),
            fn () => Wiki::resume(self::SECRET),
            fn () => new Wiki('https://zoe:' . self::SECRET . '@wiki example/'),
            fn () => new Wiki('https://zoe:80/' . self::SECRET . '@wiki.example/'),
            fn () => new Wiki('https://wiki.example/', new Options(suspendKeys: [self::SECRET])),
            fn () => new Wiki(
                'https://zoe:' . self::SECRET . '@wiki.example/',
                new Options(httpUser: 'a', httpPassword: 'b')
            ),
        ];
        foreach ($calls as $number => $call) {
            try {
                $call();
                self::fail("call $number succeeded");
            } catch (InvalidArgument $e) {
                // Skips the frames above this file, which contain the secret as a constant.
                $frames = array_filter($e->getTrace(), fn ($frame) => str_contains($frame['file'] ?? '', '/src/'));
                self::assertNotEmpty($frames);
                foreach ($e->getTrace() as $frame) {
                    if (str_starts_with($frame['class'] ?? '', 'Mwaccount\\') && PHP_VERSION_ID >= 80200) {
                        self::assertStringNotContainsString(self::SECRET, print_r($frame['args'] ?? [], true));
                    }
                }
                self::assertStringNotContainsString(self::SECRET, $e->getMessage());
            }
        }
    }

    public function testTheKeyOfAClientCertificateIsHidden(): void
    {
        $file = __DIR__ . '/../../../tests/tls/client.pem';
        preg_match('/PRIVATE KEY-----\n(\S+)/', file_get_contents($file), $found);
        $damaged = tempnam(sys_get_temp_dir(), 'key');
        file_put_contents($damaged, "-----BEGIN PRIVATE KEY-----\n$found[1]\n-----END PRIVATE KEY-----\n");
        $wrong = [
            new Options(clientCert: $file, clientKey: $damaged),
            new Options(clientCert: $damaged),
            new Options(caFile: $damaged),
        ];
        foreach ($wrong as $options) {
            try {
                new Wiki('https://wiki.example/', $options);
                self::fail('a damaged key is accepted');
            } catch (InvalidArgument $e) {
                self::assertStringNotContainsString($found[1], $e . print_r($options, true));
            }
        }
        unlink($damaged);
        $wiki = $this->wiki('--release 1.43', new Options(clientCert: $file));
        $created = $wiki->create($this->zoe())->step();
        self::assertStringNotContainsString($found[1], print_r([$wiki, $created], true));
    }

    public function testSuspendKeysAreInNoText(): void
    {
        $key = str_repeat(self::SECRET, 3);
        $wiki = $this->wiki('--release 1.26 --captcha questy', new Options(suspendKeys: [$key]));
        $creation = $wiki->create($this->zoe());
        self::assertInstanceOf(Ask::class, $creation->step());
        $text = $creation->suspend();
        $content = base64_decode(strtr(explode('.', $text->reveal())[1], '-_', '+/'));
        self::assertStringNotContainsString($key, $content);
        foreach ([[], ['another key, of 32 bytes or longer']] as $keys) {
            try {
                Wiki::resume($text, new Options(suspendKeys: $keys));
                self::fail('another key is accepted');
            } catch (InvalidArgument $e) {
                self::assertStringNotContainsString(self::SECRET, $e->getMessage());
                self::assertStringNotContainsString($text->reveal(), $e->getMessage());
            }
        }
        self::assertNotNull(Wiki::resume($text, new Options(suspendKeys: [$key])));
    }
}
