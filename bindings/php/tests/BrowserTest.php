<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Tests\Support\Browser;
use Mwaccount\Tests\Support\Child;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Testwiki\Testwiki;
use Mwaccount\Wiki;
use ReflectionClass;

/** The example application, in a real browser. */
final class BrowserTest extends WikiTestCase
{
    private static ?Browser $browser = null;
    private ?Child $application = null;
    private string $address;
    private string $sessions;

    public static function setUpBeforeClass(): void
    {
        self::$browser = new Browser();
    }

    public static function tearDownAfterClass(): void
    {
        self::$browser = null;
    }

    protected function tearDown(): void
    {
        $this->application = null;
        exec('rm -rf ' . escapeshellarg($this->sessions));
        parent::tearDown();
    }

    public function testSignUpWithAQuestion(): void
    {
        $this->serve('--release 1.43 --captcha questy');
        $browser = $this->begin('Zoe Example');
        self::assertStringContainsString('What is the capital of France?', $browser->text('form'));
        $this->assertNothingLeaks();

        $browser->type('[name="field[captcha]"]', 'London');
        $browser->type('[name="field[password]"]', self::PASSWORD);
        $browser->press('button');
        self::assertNotSame('', $browser->text('[role=alert]'));
        self::assertNull($this->server->account('Zoe Example'));
        $this->assertNothingLeaks();

        $form = $browser->html('form');
        $browser->type('[name="field[captcha]"]', Testwiki::ANSWER);
        $browser->type('[name="field[password]"]', self::PASSWORD);
        $browser->press('button');
        self::assertSame('Welcome', $browser->text('h1'));
        self::assertStringContainsString('Zoe Example', $browser->text('p'));
        self::assertNotNull($this->server->account('Zoe Example'));

        // The suspended creation was used up: the same form, submitted again, finds nothing.
        $browser->replace($form);
        $browser->press('form button');
        self::assertSame('Sign up', $browser->text('h1'));
        self::assertStringContainsString('no pending sign-up', $browser->text('[role=alert]'));
    }

    /** Runs the commands of the README, of which the first one ran in ./check, in the root of the repository. */
    public function testTheExampleRunsAsTheReadmeSays(): void
    {
        $readme = file_get_contents(dirname(__DIR__) . '/README.md');
        self::assertSame(1, preg_match('/^    (EXAMPLE_WIKI=(\S+) php .*)$/m', $readme, $command));
        $this->wiki('--release 1.43 --captcha questy');
        $port = Child::freePort();
        $program = str_replace([$command[2], '127.0.0.1:8080'], [$this->server->api(), "127.0.0.1:$port"], $command[1]);
        // The shell is replaced by the server, which ends with the test.
        $program = str_replace(' php ', ' exec php ', $program);
        $this->sessions = sys_get_temp_dir() . '/mwaccount-sessions-' . bin2hex(random_bytes(8));
        mkdir($this->sessions, 0700);
        $this->application = new Child(
            ['sh', '-c', "cd \"\$ROOT\" && $program"],
            // Not the installed package of the tests.
            ['ROOT' => dirname(__DIR__, 3), 'MWACCOUNT_AUTOLOAD' => '']
        );
        $this->address = $this->application->listening($port);
        $browser = $this->begin('Ada Example');
        $browser->type('[name="field[captcha]"]', Testwiki::ANSWER);
        $browser->type('[name="field[password]"]', self::PASSWORD);
        $browser->press('button');
        self::assertSame('Welcome', $browser->text('h1'));
        self::assertNotNull($this->server->account('Ada Example'));
    }

    public function testSignUpWithAnImage(): void
    {
        $this->serve('--release 1.43 --captcha fancy');
        $browser = $this->begin('Max Example');
        self::assertGreaterThan(0, $browser->run('return document.querySelector("img").naturalWidth'));
        $browser->type('[name="field[captcha]"]', Testwiki::IMAGE_WORD);
        $browser->type('[name="field[password]"]', self::PASSWORD);
        $browser->press('button');
        self::assertSame('Welcome', $browser->text('h1'));
        self::assertNotNull($this->server->account('Max Example'));
    }

    public function testOldWikiAsksOneByOne(): void
    {
        $this->serve('--release 1.26 --captcha fancy');
        $browser = $this->begin('Eva Example');
        self::assertFalse($browser->has('img'));
        $browser->type('[name="field[password]"]', self::PASSWORD);
        $browser->press('button');
        self::assertGreaterThan(0, $browser->run('return document.querySelector("img").naturalWidth'));
        $browser->type('[name="field[captcha]"]', Testwiki::IMAGE_WORD);
        // The password is not stored between two pages.
        $browser->type('[name="field[password]"]', self::PASSWORD);
        $browser->press('button');
        self::assertSame('Welcome', $browser->text('h1'));
        self::assertNotNull($this->server->account('Eva Example'));
    }

    public function testTakenName(): void
    {
        $this->serve('--release 1.43 --captcha questy --account Zoe:secretword123');
        $browser = $this->begin('Zoe');
        $browser->type('[name="field[captcha]"]', Testwiki::ANSWER);
        $browser->type('[name="field[password]"]', self::PASSWORD);
        $browser->press('button');
        self::assertSame('Sign up', $browser->text('h1'));
        self::assertNotSame('', $browser->text('[role=alert]'));
        self::assertSame('Zoe', $browser->run('return document.querySelector("[name=name]").value'));
    }

    /** Serves the example of the installed package for a new wiki. */
    private function serve(string $options): void
    {
        $this->wiki($options);
        $this->sessions = sys_get_temp_dir() . '/mwaccount-sessions-' . bin2hex(random_bytes(8));
        mkdir($this->sessions, 0700);
        $package = dirname((new ReflectionClass(Wiki::class))->getFileName(), 2);
        $port = Child::freePort();
        $command = [PHP_BINARY, '-d', 'ffi.enable=true', '-d', "session.save_path=$this->sessions"];
        $this->application = new Child(
            [...$command, '-S', "127.0.0.1:$port", '-t', "$package/example/public"],
            ['EXAMPLE_WIKI' => $this->server->api()]
        );
        $this->address = $this->application->listening($port);
    }

    /** Submits the first page. */
    private function begin(string $name): Browser
    {
        self::$browser->open($this->address);
        self::$browser->type('[name=name]', $name);
        self::$browser->type('[name=email]', 'zoe@example.org');
        self::$browser->press('button');
        self::assertSame("Sign up as $name", self::$browser->text('h1'));

        return self::$browser;
    }

    /** Asserts that the browser has no part of the conversation, and the server no password. */
    private function assertNothingLeaks(): void
    {
        $session = file_get_contents(glob("$this->sessions/sess_*")[0]);
        self::assertStringContainsString('creation', $session);
        self::assertStringNotContainsString(self::PASSWORD, $session);
        preg_match('/s:8:"creation";s:\d+:"([^"]+)"/', $session, $found);
        self::assertGreaterThan(100, strlen($found[1]));
        self::assertStringNotContainsString($found[1], self::$browser->source());
        self::assertStringNotContainsString(self::PASSWORD, self::$browser->source());
    }
}
