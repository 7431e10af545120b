<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\{Created, NewAccount, Step, Wiki};
use Mwaccount\Testwiki\EmulatesWiki;
use PHPUnit\Framework\TestCase;

/** Tests a program on an emulated wiki, which is a new one for each test. */
final class EmulatedWikiTest extends TestCase
{
    use EmulatesWiki;

    private function signUp(string $name): Step
    {
        $wiki = new Wiki($this->wiki()->api());

        return $wiki->create(new NewAccount($name, 'Correct-horse-7', 'zoe@example.org'))->step();
    }

    public function testALostAnswerCreatesOneAccount(): void
    {
        $wiki = $this->wiki(release: '1.43', faults: ['reset-after@createaccount']);
        self::assertInstanceOf(Created::class, $this->signUp('Zoe Example'));
        self::assertSame('zoe@example.org', $wiki->account('Zoe Example')->email);
        self::assertSame(['zoe@example.org'], array_column($wiki->mails(), 'to'));
        self::assertSame(1, $wiki->requests('createaccount'));
    }

    public function testTheLimitOfADayEnds(): void
    {
        $wiki = $this->wiki(throttle: 1);
        self::assertInstanceOf(Created::class, $this->signUp('Zoe Example'));
        self::assertNotInstanceOf(Created::class, $this->signUp('Max Example'));
        $wiki->advanceClock(86_400);
        self::assertInstanceOf(Created::class, $this->signUp('Max Example'));
    }
}
