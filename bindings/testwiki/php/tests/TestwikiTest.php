<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki\Tests;

use Mwaccount\Testwiki\Testwiki;
use Mwaccount\Testwiki\TestwikiException;
use PHPUnit\Framework\TestCase;

/** Starts wikis, and reads and changes them. */
final class TestwikiTest extends TestCase
{
    private const PASSWORD = 'Correct-horse-7';

    /** Creates an account with the API of 1.26 and earlier, and returns the result or the code of an error. */
    private static function signUp(Testwiki $wiki, string $name): string
    {
        $account = ['action' => 'createaccount', 'name' => $name, 'password' => self::PASSWORD, 'format' => 'json'];
        $account += ['email' => 'zoe@example.org', 'realname' => 'Zoe'];
        // The session in which the token holds is in cookies.
        $curl = curl_init($wiki->api());
        curl_setopt_array($curl, [CURLOPT_RETURNTRANSFER => true, CURLOPT_NOPROXY => '*', CURLOPT_COOKIEFILE => '']);
        $send = function (array $parameters) use ($curl): array {
            curl_setopt($curl, CURLOPT_POSTFIELDS, http_build_query($parameters));

            return json_decode(curl_exec($curl), true, flags: JSON_THROW_ON_ERROR);
        };
        $answer = $send($account);
        if (isset($answer['createaccount']['token'])) {
            $answer = $send($account + ['token' => $answer['createaccount']['token']]);
        }

        return $answer['createaccount']['result'] ?? $answer['error']['code'];
    }

    /** @param callable(): mixed $call */
    private static function assertFails(callable $call, string $message): void
    {
        try {
            $call();
        } catch (TestwikiException $e) {
            self::assertStringContainsString($message, $e->getMessage());
            self::assertStringNotContainsString('Usage', $e->getMessage());

            return;
        }
        self::fail('the call succeeded');
    }

    public function testAWikiShowsWhatHappenedOnIt(): void
    {
        $wiki = new Testwiki(release: '1.26', accounts: ['Max Example' => self::PASSWORD]);
        self::assertSame('1.26.0', $wiki->release());
        self::assertSame('Success', self::signUp($wiki, 'zoe Example'));

        $zoe = $wiki->account('Zoe Example');
        self::assertSame(['zoe@example.org', 'Zoe', 'create'], [$zoe->email, $zoe->realName, $zoe->logAction]);
        self::assertSame(self::PASSWORD, $zoe->password);
        self::assertSame([Testwiki::ADMIN, 'Max Example', 'Zoe Example'], array_column($wiki->accounts(), 'name'));
        self::assertNull($wiki->account('Nobody & nothing/at+all'));
        self::assertSame(['zoe@example.org'], array_column($wiki->mails(), 'to'));

        self::assertSame([2, 2, 0], [$wiki->requests(), $wiki->requests('createaccount'), $wiki->requests('query')]);
        self::assertSame(['createaccount' => 2], $wiki->requestCounts());
        [, $request] = $wiki->log();
        self::assertSame(['POST', '/api.php', 200], [$request->method, $request->target, $request->status]);
        self::assertSame(['createaccount', 'zoe Example'], [$request->action, $request->form['name']]);
        self::assertSame('application/x-www-form-urlencoded', $request->headers['content-type']);
    }

    public function testAWikiChanges(): void
    {
        $wiki = new Testwiki(release: '1.26');
        $wiki->settings(throttle: 1, settings: ['private']);
        self::assertSame('permdenied-createaccount', self::signUp($wiki, 'Zoe'));
        $wiki->settings(settings: null);
        self::assertSame('Success', self::signUp($wiki, 'Zoe'));
        self::assertSame('acct_creation_throttle_hit', self::signUp($wiki, 'Max'));
        $wiki->advanceClock(86_400);
        self::assertSame('Success', self::signUp($wiki, 'Max'));
        $wiki->stopClock(1_700_000_000);
        self::assertSame(1_700_000_000, $wiki->time());
        self::assertSame('Ann', $wiki->createAccount('ann', self::PASSWORD)->name);
        self::assertFails(fn () => $wiki->createAccount('Ann', self::PASSWORD), 'there is an account Ann already');

        $wiki->reset(release: '1.43', scriptPath: '/w');
        self::assertSame('1.43.0', $wiki->release());
        self::assertSame($wiki->url() . '/api.php', $wiki->api());
        self::assertStringEndsWith('/w', $wiki->url());
        self::assertCount(1, $wiki->accounts());
        $wiki->reset();
        self::assertSame('1.26.0', $wiki->release());
    }

    public function testFaultsHappenAsOftenAsGiven(): void
    {
        $wiki = new Testwiki(faults: ['503=30@query']);
        $status = function () use ($wiki): int {
            $context = stream_context_create(['http' => ['ignore_errors' => true]]);
            $stream = fopen($wiki->api() . '?action=query&format=json', 'r', false, $context);

            return (int) explode(' ', stream_get_meta_data($stream)['wrapper_data'][0])[1];
        };
        self::assertSame([503, 200], [$status(), $status()]);
        $wiki->fault('429=1@query', 2);
        self::assertSame([429, 429, 200], [$status(), $status(), $status()]);
        $wiki->fault('503=1@query', 'always');
        self::assertSame([503, 503], [$status(), $status()]);
        $wiki->clearFaults();
        self::assertSame(200, $status());
    }

    public function testErrorsAreThoseOfTheCommand(): void
    {
        self::assertFails(fn () => new Testwiki(release: '9.99'), "'9.99'");
        self::assertFails(fn () => new Testwiki(settings: ['pink']), 'private');
        self::assertFails(fn () => new Testwiki(captchas: 'questy'), '--captchas');
        self::assertFails(fn () => new Testwiki(['--address', 'elsewhere']), 'elsewhere');
        $wiki = new Testwiki();
        self::assertFails(fn () => $wiki->settings(captcha: 'questions'), 'questy');
        self::assertFails(fn () => $wiki->reset(throttle: 'much'), 'much');
        self::assertFails(fn () => $wiki->reset('1.26'), 'options have names');
        self::assertFails(fn () => $wiki->fault('earthquake'), 'earthquake');
        self::assertFails(fn () => $wiki->fault('503=1', 0), 'times is a number');
        // It still runs, as it was.
        self::assertTrue($wiki->isRunning());
        self::assertSame('1.43.0', $wiki->release());
    }

    public function testAnEndedWikiIsToldFromOthers(): void
    {
        $wiki = new Testwiki();
        self::assertTrue($wiki->isRunning());
        $wiki->close();
        $wiki->close();
        self::assertFalse($wiki->isRunning());
        self::assertFails(fn () => $wiki->accounts(), 'the wiki is closed');

        $killed = new Testwiki();
        posix_kill(self::processOf($killed), SIGKILL);
        self::assertFails(fn () => $killed->accounts(), 'has ended');
        self::assertFalse($killed->isRunning());
    }

    /** The process is not told that PHP was killed; its standard input is closed. */
    public function testNothingIsLeftOfAKilledProcess(): void
    {
        $program = 'require getenv("MWACCOUNT_AUTOLOAD"); $wiki = new Mwaccount\Testwiki\Testwiki(); '
            . 'echo (fn () => proc_get_status($this->process)["pid"])->call($wiki), "\n"; sleep(60);';
        $pipes = [];
        $php = proc_open([PHP_BINARY, '-r', $program], [1 => ['pipe', 'w']], $pipes);
        $wiki = (int) fgets($pipes[1]);
        self::assertTrue($wiki > 0 && posix_kill($wiki, 0));
        proc_terminate($php, SIGKILL);
        // Until its new parent asks, a process that has ended is a zombie.
        $runs = fn (): bool => preg_match('/^State:\s+[^ZX]/m', (string) @file_get_contents("/proc/$wiki/status")) === 1;
        for ($try = 0; $try < 500 && $runs(); $try++) {
            usleep(10_000);
        }
        self::assertFalse($runs());
    }

    public function testAMissingCommandIsNamed(): void
    {
        $named = getenv('MWACCOUNT_TESTWIKI');
        putenv('MWACCOUNT_TESTWIKI=/nowhere/testwiki');
        try {
            self::assertFails(fn () => new Testwiki(), '/nowhere/testwiki');
        } finally {
            putenv('MWACCOUNT_TESTWIKI' . ($named === false ? '' : "=$named"));
        }
    }

    public function testTheAddressOfHttpsIsTheOneToUse(): void
    {
        $wiki = new Testwiki(['--https']);
        self::assertStringStartsWith('https://127.0.0.1:', $wiki->url());
        self::assertSame($wiki->url() . '/api.php', $wiki->api());
    }

    private static function processOf(Testwiki $wiki): int
    {
        return (fn () => proc_get_status($this->process)['pid'])->call($wiki);
    }
}
