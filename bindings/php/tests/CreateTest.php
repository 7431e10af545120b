<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Ask;
use Mwaccount\CaptchaKind;
use Mwaccount\Created;
use Mwaccount\CreationWarning;
use Mwaccount\Dialect;
use Mwaccount\Exception\CallFailed;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Format;
use Mwaccount\Options;
use Mwaccount\RateLimit;
use Mwaccount\Reason;
use Mwaccount\Refused;
use Mwaccount\StepKind;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Testwiki\Testwiki;

final class CreateTest extends WikiTestCase
{
    /** @return iterable<string, array{string, Format, Dialect}> */
    public static function releases(): iterable
    {
        yield '1.22 in JSON' => ['1.22', Format::Json, Dialect::LegacyApi];
        yield '1.26 in XML' => ['1.26', Format::Xml, Dialect::LegacyApi];
        yield '1.39' => ['1.39', Format::Json, Dialect::AuthManager];
        yield '1.46' => ['1.46', Format::Json, Dialect::AuthManager];
    }

    /** @dataProvider releases */
    public function testCreate(string $release, Format $format, Dialect $dialect): void
    {
        $wiki = $this->wiki("--release $release", new Options(format: $format, contact: 'ops@example.org'));
        $step = $wiki->create($this->zoe(name: 'zoe Ëxample'))->step();
        self::assertInstanceOf(Created::class, $step);
        self::assertSame('Zoe Ëxample', $step->name);
        self::assertSame(StepKind::Created, $step->kind());
        self::assertSame($dialect === Dialect::LegacyApi, is_int($step->userId));
        self::assertNotNull($this->server->account('Zoe Ëxample'));
        $facts = $wiki->facts();
        self::assertSame($dialect, $facts->dialect);
        self::assertSame($this->server->api(), $facts->apiUrl);
        self::assertSame($dialect === Dialect::LegacyApi ? 3 : 2, $facts->requests);
        self::assertNull($facts->creator);
    }

    public function testKnownDialectSavesARequest(): void
    {
        $wiki = $this->wiki('--release 1.26', new Options(dialect: Dialect::LegacyApi));
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
        self::assertSame(2, $wiki->facts()->requests);
    }

    public function testCaptcha(): void
    {
        $creation = $this->wiki('--release 1.43 --captcha questy')->create($this->zoe());
        $ask = $creation->step();
        self::assertInstanceOf(Ask::class, $ask);
        self::assertSame(CaptchaKind::Question, $ask->captcha->kind);
        self::assertSame('What is the capital of France?', $ask->captcha->question);
        self::assertFalse($ask->accountExists);
        self::assertEquals($ask, $creation->step(), 'step() returns the same step again');

        $refused = $creation->answer(['captcha' => 'London']);
        self::assertInstanceOf(Refused::class, $refused);
        self::assertSame(Reason::CaptchaWrong, $refused->reason);
        self::assertInstanceOf(Ask::class, $creation->revise($this->zoe()));
        self::assertInstanceOf(Created::class, $creation->answer(['captcha' => Testwiki::ANSWER]));
    }

    public function testTakenNameIsRevised(): void
    {
        $wiki = $this->wiki('--release 1.43 --captcha questy --account Zoe:secretword123');
        $creation = $wiki->create($this->zoe(name: 'Zoe', fields: ['captcha' => Testwiki::ANSWER]));
        $refused = $creation->step();
        self::assertInstanceOf(Refused::class, $refused);
        self::assertSame(Reason::NameTaken, $refused->reason);
        self::assertSame('userexists', $refused->code);
        self::assertNotSame('', $refused->message);
        $created = $creation->revise($this->zoe(name: 'Max', fields: ['captcha' => Testwiki::ANSWER]));
        self::assertInstanceOf(Created::class, $created);
        self::assertSame('Max', $created->name);
    }

    /** A login as the new user proves the creation after its response was lost. */
    public function testProofByLogin(): void
    {
        $options = new Options(proveByLogin: true);
        $wiki = $this->wiki('--release 1.43 --fault reset-after@createaccount', $options);
        $step = $wiki->create($this->zoe())->step();
        self::assertInstanceOf(Created::class, $step);
        self::assertSame([CreationWarning::ANSWER_LOST], array_column($step->warnings, 'code'));
        // Two for the creation, one for the list of users, two for the login.
        self::assertSame(5, $wiki->facts()->requests);
        self::assertNull($wiki->facts()->creator);
    }

    public function testThrottleHasRetryAfter(): void
    {
        $creation = $this->wiki('--release 1.43 --fault 429=30@createaccount')->create($this->zoe());
        try {
            $creation->step();
            self::fail('the rate limit was ignored');
        } catch (CallFailed $e) {
            self::assertSame(Reason::Throttled, $e->reason);
            self::assertSame(30, $e->retryAfter);
            self::assertNull($e->wikiCode);
            self::assertNull($e->field);
        }
    }

    /**
     * @testWith ["1.26"]
     *           ["1.43"]
     */
    public function testLimitOfNewAccountsHasACountAndAPeriod(string $release): void
    {
        $wiki = $this->wiki("--release $release --throttle 1");
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
        $refused = $wiki->create($this->zoe(name: 'Max'))->step();
        self::assertInstanceOf(Refused::class, $refused);
        self::assertSame('acct_creation_throttle_hit', $refused->code);
        self::assertSame(86400, $refused->retryAfter);
        self::assertEquals(new RateLimit(1, 86400), $refused->rateLimit);
    }

    /**
     * @testWith ["1.21"]
     *           ["1.43"]
     */
    public function testValuesNotOfferedBecomeAWarning(string $release): void
    {
        $wiki = $this->wiki("--release $release --setting hidden");
        $created = $wiki->create($this->zoe(realName: 'Zoe', reason: 'course'))->step();
        self::assertInstanceOf(Created::class, $created);
        self::assertContains(CreationWarning::NOT_OFFERED, array_column($created->warnings, 'code'));
    }

    /**
     * @testWith ["1.21"]
     *           ["1.43"]
     */
    public function testDomainNotOfferedIsAnError(string $release): void
    {
        $creation = $this->wiki("--release $release")->create($this->zoe(domain: 'corp'));
        try {
            $creation->step();
            self::fail('the domain was accepted');
        } catch (InvalidArgument $e) {
            self::assertSame('domain', $e->field);
        }
    }

    public function testLanguageIsACode(): void
    {
        $wiki = $this->wiki('--release 1.43');
        $creation = $wiki->create($this->zoe(language: 'xx not'));
        try {
            $creation->step();
            self::fail('the language was accepted');
        } catch (InvalidArgument $e) {
            self::assertSame('language', $e->field);
        }
        self::assertSame(0, $wiki->facts()->requests);
        self::assertInstanceOf(Created::class, $creation->revise($this->zoe(language: 'DE')));
    }

    /**
     * @testWith ["1.26"]
     *           ["1.43"]
     */
    public function testAlteredNameIsRefusedUnlessAllowed(string $release): void
    {
        $creation = $this->wiki("--release $release")->create($this->zoe(name: 'User:Foo'));
        $refused = $creation->step();
        self::assertInstanceOf(Refused::class, $refused);
        self::assertSame(Reason::NameInvalid, $refused->reason);
        $created = $creation->revise($this->zoe(name: 'User:Foo', allowAlteredName: true));
        self::assertInstanceOf(Created::class, $created);
        self::assertSame('Foo', $created->name);
    }

    public function testMailedPassword(): void
    {
        $wiki = $this->wiki('--release 1.26');
        $account = $this->zoe(password: null, mailPassword: true);
        self::assertInstanceOf(Created::class, $wiki->create($account)->step());
    }
}
