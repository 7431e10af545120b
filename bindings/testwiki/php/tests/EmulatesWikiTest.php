<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki\Tests;

use Mwaccount\Testwiki\EmulatesWiki;
use PHPUnit\Framework\TestCase;

/** Uses the trait as test cases do. */
final class EmulatesWikiTest extends TestCase
{
    use EmulatesWiki;

    /** @var array<string, true> the addresses of the wikis that tests had */
    private static array $addresses = [];

    /** @return array<string, array{string}> */
    public static function names(): array
    {
        return ['first' => ['Zoe'], 'second' => ['Zoe'], 'third' => ['Max']];
    }

    /** @dataProvider names */
    public function testEachTestHasAWikiOfItsOwn(string $name): void
    {
        self::assertCount(1, $this->wiki()->accounts());
        $this->wiki()->createAccount($name, 'Correct-horse-7');
        self::assertCount(2, $this->wiki()->accounts());
        // One process serves all.
        self::$addresses[$this->wiki()->url()] = true;
        self::assertCount(1, self::$addresses);
    }

    public function testOptionsAreThoseOfOneTest(): void
    {
        $wiki = $this->wiki(release: '1.26', captcha: 'questy', settings: ['otp'], throttle: 2);
        self::assertSame('1.26.0', $wiki->release());
        $page = file_get_contents($this->wiki()->url() . '/index.php?title=Special:UserLogin&type=signup');
        self::assertStringContainsString('capital of <b>France</b>', $page);
    }

    public function testOptionsOfAnotherTestAreGone(): void
    {
        self::assertSame('1.43.0', $this->wiki()->release());
    }

    public function testOptionsStartTheWikiAnew(): void
    {
        $this->wiki()->createAccount('Zoe', 'Correct-horse-7');
        self::assertCount(1, $this->wiki(throttle: 1)->accounts());
        self::assertCount(2, $this->wiki(accounts: ['Zoe' => 'Correct-horse-7'])->accounts());
    }

    public function testAWikiThatATestHasClosedIsReplaced(): void
    {
        $this->wiki()->close();
        self::assertCount(1, $this->wiki(throttle: 1)->accounts());
    }
}
