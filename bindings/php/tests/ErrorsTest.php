<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Exception\CallFailed;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\NewAccount;
use Mwaccount\Options;
use Mwaccount\Reason;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Wiki;

final class ErrorsTest extends WikiTestCase
{
    public function testUnreachableWiki(): void
    {
        try {
            (new Wiki('http://127.0.0.1:1/api.php'))->create($this->zoe())->step();
            self::fail('an unreachable wiki created an account');
        } catch (CallFailed $e) {
            self::assertSame(Reason::Unreachable, $e->reason);
            self::assertNotSame('', $e->getMessage());
            self::assertNull($e->retryAfter);
            self::assertSame(0, $e->getCode());
        }
    }

    public function testInvalidAddress(): void
    {
        $this->expectException(InvalidArgument::class);
        new Wiki('no address');
    }

    public function testServerWithoutAWiki(): void
    {
        $this->wiki('--release 1.43 --script-path /lab');
        $elsewhere = new Wiki(str_replace('/lab/api.php', '/nowhere', $this->server->api()));
        try {
            $elsewhere->create($this->zoe())->step();
            self::fail('a server without a wiki created an account');
        } catch (CallFailed $e) {
            self::assertSame(Reason::NotAWiki, $e->reason);
        }
    }

    public function testSecretsAreNotSentUnencrypted(): void
    {
        try {
            (new Wiki('http://wiki.invalid/api.php', new Options(timeout: 0.5)))->create($this->zoe())->step();
            self::fail('the password was sent');
        } catch (MwaccountException $e) {
            self::assertContains($e->reason, [Reason::Insecure, Reason::Unreachable]);
        }
    }

    public function testTextWithANulCharacter(): void
    {
        $wiki = new Wiki('http://127.0.0.1:1/api.php');
        $this->expectException(InvalidArgument::class);
        $this->expectExceptionMessage('NUL');
        $wiki->create(new NewAccount('Zoe', "abc\0def"));
    }

    public function testTextThatIsNotUtf8(): void
    {
        $wiki = new Wiki('http://127.0.0.1:1/api.php');
        $this->expectException(InvalidArgument::class);
        $this->expectExceptionMessage('UTF-8');
        $wiki->create(new NewAccount("Zo\xe9"));
    }

    public function testLimits(): void
    {
        $wiki = $this->wiki('--release 1.43', new Options(maxBody: 100));
        try {
            $wiki->fields();
            self::fail('a too large response was accepted');
        } catch (CallFailed $e) {
            self::assertSame(Reason::TooLarge, $e->reason);
        }
        $start = microtime(true);
        $wiki = $this->wiki('--release 1.43 --fault delay=5000', new Options(timeout: 0.3));
        try {
            $wiki->create($this->zoe())->step();
        } catch (CallFailed $e) {
            self::assertSame(Reason::Unreachable, $e->reason);
        }
        self::assertLessThan(4, microtime(true) - $start);
    }
}
