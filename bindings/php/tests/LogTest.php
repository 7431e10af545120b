<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use LogicException;
use Mwaccount\Created;
use Mwaccount\Exception\Cancelled;
use Mwaccount\Exception\InUse;
use Mwaccount\Options;
use Mwaccount\Reason;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Unknown;
use Mwaccount\Wiki;
use WeakReference;

final class LogTest extends WikiTestCase
{
    public function testLogReceivesALinePerRequest(): void
    {
        $lines = [];
        $wiki = $this->wiki('--release 1.43', new Options(log: function (string $line) use (&$lines): void {
            $lines[] = $line;
        }));
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
        self::assertContains('creating the account', $lines);
        self::assertStringContainsString('[create] 200', end($lines));
        self::assertStringNotContainsString(self::PASSWORD, implode($lines));
    }

    public function testEachWikiHasItsOwnLog(): void
    {
        $names = [];
        $log = static function (string $who) use (&$names): callable {
            return static function () use ($who, &$names): void {
                $names[] = $who;
            };
        };
        $first = $this->wiki('--release 1.43', new Options(log: $log('first')));
        $second = new Wiki($this->server->api(), new Options(log: $log('second')));
        $silent = new Wiki($this->server->api());
        $silent->fields();
        self::assertSame([], $names);
        $second->fields();
        self::assertSame(['second'], array_values(array_unique($names)));
        $creation = $first->create($this->zoe());
        unset($first);
        $creation->step();
        self::assertContains('first', $names, 'a conversation keeps the log of its wiki');
    }

    public function testExceptionInTheLogDoesNotEndTheCall(): void
    {
        $file = tempnam(sys_get_temp_dir(), 'mwa');
        $before = ini_set('error_log', $file);
        try {
            $wiki = $this->wiki('--release 1.43', new Options(log: fn () => throw new LogicException('no paper')));
            self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
            $logged = file_get_contents($file);
        } finally {
            ini_set('error_log', (string) $before);
            unlink($file);
        }
        self::assertStringContainsString('mwaccount: the log function threw LogicException: no paper', $logged);
    }

    public function testCancelBeforeTheCreatingRequest(): void
    {
        $canceller = null;
        $wiki = $this->wiki('--release 1.43', new Options(log: function () use (&$canceller): void {
            $canceller?->cancel();
        }));
        $canceller = $wiki->canceller();
        $creation = $wiki->create($this->zoe());
        try {
            $creation->step();
            self::fail('nothing was cancelled');
        } catch (Cancelled $e) {
            self::assertSame(Reason::Cancelled, $e->reason);
        }
        self::assertTrue($canceller->isCancelled());
        $cancelled = $canceller;
        $canceller = null;
        $cancelled->reset();
        self::assertFalse($cancelled->isCancelled());
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
        unset($wiki, $creation);
        $cancelled->cancel();
        self::assertTrue($cancelled->isCancelled(), 'a canceller outlives its wiki');
    }

    public function testCancelAfterTheCreatingRequestIsUnknown(): void
    {
        $canceller = null;
        $options = new Options(log: function (string $line) use (&$canceller): void {
            if (str_contains($line, '[create]')) {
                $canceller->cancel();
            }
        });
        $wiki = $this->wiki('--release 1.43 --fault reset-after@createaccount', $options);
        $canceller = $wiki->canceller();
        $unknown = $wiki->create($this->zoe())->step();
        self::assertInstanceOf(Unknown::class, $unknown);
        self::assertSame('Zoe Example', $unknown->name);
        self::assertNotSame('', $unknown->evidence);
    }

    public function testLogCannotCallItsOwnWiki(): void
    {
        $caught = null;
        $wiki = null;
        $wiki = $this->wiki('--release 1.43', new Options(log: function () use (&$wiki, &$caught): void {
            try {
                $wiki->facts();
            } catch (InUse $e) {
                $caught = $e;
            }
        }));
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
        self::assertInstanceOf(InUse::class, $caught);
    }

    public function testWikiInAReferenceCycleIsCollected(): void
    {
        $wiki = null;
        $wiki = new Wiki('http://127.0.0.1:1/api.php', new Options(log: function () use (&$wiki): void {
        }));
        $seen = WeakReference::create($wiki);
        unset($wiki);
        gc_collect_cycles();
        self::assertNull($seen->get());
    }
}
