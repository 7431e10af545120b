<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Created;
use Mwaccount\Credentials;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\LoggedIn;
use Mwaccount\NameCheck;
use Mwaccount\NameStatus;
use Mwaccount\Options;
use Mwaccount\RateLimit;
use Mwaccount\Reason;
use Mwaccount\Refused;
use Mwaccount\SharedAccounts;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Testwiki\Testwiki;

/** Checks of many names, the limits of the caller, and the logged-in user. */
final class NamesTest extends WikiTestCase
{
    /**
     * @testWith ["1.22"]
     *           ["1.27"]
     *           ["1.46"]
     */
    public function testManyNames(string $release): void
    {
        $wiki = $this->wiki("--release $release --account Taken:taken12345");
        $checks = $wiki->checkNames(['Zoe', 'taken', '10.0.0.1']);
        self::assertSame(
            [NameStatus::Free, NameStatus::Taken, NameStatus::NotAllowed],
            array_map(static fn (NameCheck $check): NameStatus => $check->status, $checks)
        );
        self::assertNull($checks[0]->refusal);
        self::assertSame('taken', $checks[1]->askedName);
        self::assertSame('Taken', $checks[1]->name);
        self::assertSame(Reason::NameInvalid, $checks[2]->refusal?->reason);
    }

    public function testLimits(): void
    {
        $wiki = $this->wiki('--release 1.45 --creation-rate 6/60 --setting centralauth');
        $limits = $wiki->creatorLimits();
        self::assertNull($limits->user);
        self::assertSame(['*'], $limits->groups);
        self::assertNull($limits->isThrottled);
        self::assertEquals([new RateLimit(6, 60)], $limits->rateLimits);
        self::assertTrue($limits->hasRight('createaccount'));
        self::assertFalse($limits->hasRight('noratelimit'));
        self::assertEquals(new SharedAccounts('CentralAuth', null), $limits->sharedAccounts);
        self::assertSame([0.0, 120.0], [$limits->leastTime(6), $limits->leastTime(13)]);
        $loggedIn = $wiki->logIn(Credentials::password(Testwiki::ADMIN, Testwiki::ADMIN_PASSWORD))->step();
        self::assertInstanceOf(LoggedIn::class, $loggedIn);
        $limits = $wiki->creatorLimits();
        self::assertSame('Admin', $limits->user);
        self::assertFalse($limits->isThrottled);
        self::assertSame([], $limits->rateLimits);
        self::assertSame(0.0, $limits->leastTime(100));
        self::assertEquals(new SharedAccounts('CentralAuth', 1001), $limits->sharedAccounts);
    }

    public function testUser(): void
    {
        $wiki = $this->wiki('--release 1.39');
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe(realName: 'Zoe'))->step());
        $loggedIn = $wiki->logIn(Credentials::password('Zoe Example', self::PASSWORD))->step();
        self::assertInstanceOf(LoggedIn::class, $loggedIn);
        $user = $wiki->user();
        self::assertSame(['Zoe Example', 2], [$user->name, $user->id]);
        self::assertSame(['zoe@example.org', false], [$user->email, $user->emailConfirmed]);
        self::assertSame('Zoe', $user->realName);
        $this->expectException(InvalidArgument::class);
        $this->wiki('--release 1.39')->user();
    }

    public function testALaggingWikiRefuses(): void
    {
        $wiki = $this->wiki('--release 1.43 --lag 7', new Options(maxlag: 5));
        $refused = $wiki->create($this->zoe())->step();
        self::assertInstanceOf(Refused::class, $refused);
        self::assertSame('maxlag', $refused->code);
        self::assertSame(5, $refused->retryAfter);
        $wiki = $this->wiki('--release 1.43 --lag 7', new Options(maxlag: 10));
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
    }
}
