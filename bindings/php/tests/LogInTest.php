<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Ask;
use Mwaccount\Created;
use Mwaccount\Credentials;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\LoggedIn;
use Mwaccount\OAuth1Token;
use Mwaccount\Reason;
use Mwaccount\Refused;
use Mwaccount\Tests\Support\OwnHttp;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Testwiki\Testwiki;

final class LogInTest extends WikiTestCase
{
    private const OAUTH1 = '--oauth1 key:s3cret:token:s4cret:Admin';

    /** @return iterable<string, array{string, Credentials}> */
    public static function logins(): iterable
    {
        $password = Credentials::password(Testwiki::ADMIN, Testwiki::ADMIN_PASSWORD);
        yield 'a password on 1.26' => ['--release 1.26', $password];
        yield 'a password on 1.43' => ['--release 1.43', $password];
        yield 'a bot password' => [
            '--release 1.43 --bot-password Admin@lab:labbotpassword1234567890abcdefgh',
            Credentials::password('Admin@lab', 'labbotpassword1234567890abcdefgh'),
        ];
        $token = new OAuth1Token('key', 's3cret', 'token', 's4cret');
        yield 'OAuth 1.0a on 1.26' => ['--release 1.26 ' . self::OAUTH1, Credentials::oauth($token)];
        yield 'OAuth 1.0a on 1.43' => ['--release 1.43 ' . self::OAUTH1, Credentials::oauth($token)];
        yield 'an access token' => ['--release 1.43 --bearer secret:Admin', Credentials::oauth('secret')];
    }

    /** @dataProvider logins */
    public function testCreatorLogsInAndCreates(string $options, Credentials $credentials): void
    {
        $wiki = $this->wiki("$options --setting private");
        $loggedIn = $wiki->logIn($credentials)->step();
        self::assertInstanceOf(LoggedIn::class, $loggedIn);
        self::assertSame('Admin', $loggedIn->name);
        self::assertSame('Admin', $wiki->facts()->creator);
        $created = $wiki->create($this->zoe(reason: 'course'))->step();
        self::assertInstanceOf(Created::class, $created);

        $wiki->logOut();
        self::assertNull($wiki->facts()->creator);
        $refused = $wiki->create($this->zoe(name: 'Max Example'))->step();
        self::assertInstanceOf(Refused::class, $refused);
        self::assertSame(Reason::NotPermitted, $refused->reason);
    }

    public function testWrongOAuth1SecretIsRefusedWithAdvice(): void
    {
        $wiki = $this->wiki('--release 1.43 ' . self::OAUTH1);
        $wrong = new OAuth1Token('key', 's3cret', 'token', 'wrong');
        $refused = $wiki->logIn(Credentials::oauth($wrong))->step();
        self::assertInstanceOf(Refused::class, $refused);
        self::assertSame(Reason::LoginFailed, $refused->reason);
        self::assertStringContainsString('check the consumer secret and the access secret', $refused->message);
        self::assertNull($wiki->facts()->creator);
    }

    public function testOAuth1SignsTheRequestsOfOwnHttp(): void
    {
        $wiki = $this->wiki('--release 1.43 --setting private ' . self::OAUTH1);
        $login = $wiki->logIn(Credentials::oauth(new OAuth1Token('key', 's3cret', 'token', 's4cret')));
        (new OwnHttp())->drive($login);
        self::assertInstanceOf(LoggedIn::class, $login->step());
        $creation = $wiki->create($this->zoe());
        (new OwnHttp())->drive($creation);
        self::assertInstanceOf(Created::class, $creation->step());
    }

    public function testWrongPasswordIsRefused(): void
    {
        $wiki = $this->wiki('--release 1.43');
        $refused = $wiki->logIn(Credentials::password(Testwiki::ADMIN, 'wrongpassword1'))->step();
        self::assertInstanceOf(Refused::class, $refused);
        self::assertSame(Reason::LoginFailed, $refused->reason);
        self::assertNull($wiki->facts()->creator);
    }

    public function testRefusedLoginIsRevisedInTheSameSession(): void
    {
        $wiki = $this->wiki('--release 1.43 --captcha questy --setting badlogin --setting nocreate');
        $login = $wiki->logIn(Credentials::password(Testwiki::ADMIN, 'wrongpassword1'));
        $ask = $login->step();
        self::assertInstanceOf(Ask::class, $ask);
        self::assertStringContainsString('asks for a captcha now', (string) $ask->message);
        $refused = $login->answer(['captcha' => Testwiki::ANSWER]);
        self::assertInstanceOf(Refused::class, $refused);
        self::assertStringContainsString('the password or the answer to the captcha is wrong', $refused->message);
        try {
            $login->revise(Credentials::oauth('secret'));
            self::fail('an access token was accepted');
        } catch (InvalidArgument $invalid) {
            self::assertStringContainsString('logIn()', $invalid->getMessage());
        }
        $again = $login->revise(Credentials::password(Testwiki::ADMIN, Testwiki::ADMIN_PASSWORD));
        self::assertInstanceOf(Ask::class, $again);
        self::assertInstanceOf(LoggedIn::class, $login->answer(['captcha' => Testwiki::ANSWER]));
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
    }
}
