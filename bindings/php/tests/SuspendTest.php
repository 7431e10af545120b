<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Ask;
use Mwaccount\Created;
use Mwaccount\Credentials;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\LoggedIn;
use Mwaccount\OAuth1Token;
use Mwaccount\Options;
use Mwaccount\Reason;
use Mwaccount\Restart;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Wiki;

final class SuspendTest extends WikiTestCase
{
    /**
     * @testWith ["1.26"]
     *           ["1.43"]
     */
    public function testCreationIsResumedInAnotherProcess(string $release): void
    {
        $creation = $this->wiki("--release $release --captcha questy")->create($this->zoe());
        self::assertInstanceOf(Ask::class, $creation->step());
        $text = $creation->suspend()->reveal();
        self::assertStringNotContainsString(self::PASSWORD, $text);

        [$status, $output] = $this->runPhp(
            '$resumed = Mwaccount\Wiki::resume(getenv("SUSPENDED"));'
            . '$resumed->creation->step();'
            . '$step = $resumed->creation->answer(["captcha" => "Paris", "password" => getenv("PASSWORD")]);'
            . 'echo $step->kind()->value, " ", $step->name;',
            [],
            ['SUSPENDED' => $text, 'PASSWORD' => self::PASSWORD]
        );
        self::assertSame('created Zoe Example', $output);
        self::assertSame(0, $status);
        self::assertNotNull($this->server->account('Zoe Example'));
    }

    /** @return iterable<string, array{string, string|OAuth1Token}> */
    public static function tokens(): iterable
    {
        yield 'OAuth 2' => ['--bearer secret:Admin', 'secret'];
        yield 'OAuth 1.0a' => [
            '--oauth1 key:s3cret:token:s4cret:Admin',
            new OAuth1Token('key', 's3cret', 'token', 's4cret'),
        ];
    }

    /** @dataProvider tokens */
    public function testResumingAnOauthLoginNeedsTheAccessToken(string $option, string|OAuth1Token $token): void
    {
        $wiki = $this->wiki("--release 1.43 --setting terms $option");
        self::assertInstanceOf(LoggedIn::class, $wiki->logIn(Credentials::oauth($token))->step());
        $creation = $wiki->create($this->zoe());
        self::assertInstanceOf(Ask::class, $creation->step());
        $text = $creation->suspend();
        foreach ([[null, 'address of the wiki'], ['https://wiki.example.org/w/api.php', 'another wiki']] as [$address, $why]) {
            $resume = fn () => Wiki::resume($text, new Options(accessToken: $token), $address);
            $this->assertFails($resume, Reason::InvalidArgument, $why);
        }
        $resumed = Wiki::resume($text, new Options(accessToken: $token), $this->server->api());
        self::assertSame('Admin', $resumed->wiki->facts()->creator);
        self::assertInstanceOf(Created::class, $resumed->creation->answer(['termsAgree' => true]));
        $this->expectException(InvalidArgument::class);
        Wiki::resume($text);
    }

    public function testLoginIsResumed(): void
    {
        $login = $this->restartedLogin($this->wiki('--release 1.43'));
        $step = $login->step();
        self::assertInstanceOf(Restart::class, $step);
        $resumed = Wiki::resume($login->suspend());
        self::assertNull($resumed->creation);
        self::assertEquals($step->fields, $resumed->login->step()->fields);
    }

    public function testSuspendedTextIsAuthenticated(): void
    {
        [$key, $old] = [str_repeat('new-suspend-key-', 2), str_repeat('old-suspend-key-', 2)];
        $options = static fn (string ...$keys) => new Options(suspendKeys: $keys);
        $creation = $this->wiki('--release 1.43 --captcha questy', $options($old))->create($this->zoe());
        self::assertInstanceOf(Ask::class, $creation->step());
        $text = $creation->suspend()->reveal();
        $resumed = Wiki::resume($text, $options($key, $old))->creation;
        self::assertInstanceOf(Ask::class, $resumed->step());
        $again = $resumed->suspend()->reveal();
        self::assertInstanceOf(Ask::class, Wiki::resume($again, $options($key))->creation->step());
        $bare = substr($text, 0, strrpos($text, '.'));
        $end = $text[-1] === 'A' ? 'E' : 'A';
        foreach (
            [
                [$again, $options($old), 'changed, or is authenticated with another key'],
                [$again, $options(), 'authenticated with a key'],
                [$bare, $options($old), 'not authenticated'],
                [substr($text, 0, -1) . $end, $options($old), 'changed, or is authenticated with another key'],
            ] as [$changed, $keys, $why]
        ) {
            $this->assertFails(fn () => Wiki::resume($changed, $keys), Reason::InvalidArgument, $why);
        }
        self::assertStringNotContainsString($key, $again);
        $this->expectException(InvalidArgument::class);
        $this->expectExceptionMessage('32 bytes');
        new Wiki('https://wiki.example.org/w/api.php', $options('short'));
    }

    public function testDamagedSuspendedText(): void
    {
        $this->expectException(InvalidArgument::class);
        Wiki::resume('nothing of ours');
    }

    public function testEndedConversationCannotBeSuspended(): void
    {
        $creation = $this->wiki('--release 1.43')->create($this->zoe());
        self::assertInstanceOf(Created::class, $creation->step());
        $this->expectException(InvalidArgument::class);
        $creation->suspend();
    }
}
