<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\{Created, NewAccount, Step, Wiki};
use PHPUnit\Framework\TestCase;

/** Tests a program on an emulated wiki, which it reads and changes through the control address. */
final class EmulatedWikiTest extends TestCase
{
    /** @var resource the process, which ends with this one */
    private static $process;
    /** @var array<int, resource> its standard input and output */
    private static array $pipes = [];
    private static string $url;
    private static string $control;

    public static function setUpBeforeClass(): void
    {
        $command = [getenv('MWACCOUNT_TESTWIKI') ?: 'testwiki', '--control', '--exit-with-parent', '--release', '1.43'];
        self::$process = proc_open($command, [['pipe', 'r'], ['pipe', 'w']], self::$pipes);
        self::$url = trim(fgets(self::$pipes[1]));
        self::$control = trim(fgets(self::$pipes[1]));
    }

    public static function tearDownAfterClass(): void
    {
        fclose(self::$pipes[0]);
        proc_close(self::$process);
    }

    /** The wiki is as if nothing had happened yet. Starting it anew takes less than a millisecond. */
    protected function setUp(): void
    {
        $this->ask('POST', 'reset');
    }

    /** @param array<string, mixed> $members */
    private function ask(string $method, string $resource, array $members = []): array
    {
        $http = ['method' => $method, 'content' => $members === [] ? '' : json_encode($members)];
        $http += ['header' => 'Content-Type: application/json'];
        $answer = file_get_contents(self::$control . "/$resource", false, stream_context_create(['http' => $http]));

        return json_decode($answer, true, flags: JSON_THROW_ON_ERROR);
    }

    private function signUp(string $name): Step
    {
        $wiki = new Wiki(self::$url . '/api.php');

        return $wiki->create(new NewAccount($name, 'Correct-horse-7', 'zoe@example.org'))->step();
    }

    public function testALostAnswerCreatesOneAccount(): void
    {
        $this->ask('POST', 'faults', ['fault' => 'reset-after@createaccount']);
        self::assertInstanceOf(Created::class, $this->signUp('Zoe Example'));
        self::assertSame('zoe@example.org', $this->ask('GET', 'accounts/Zoe%20Example')['email']);
        self::assertSame(['zoe@example.org'], array_column($this->ask('GET', 'mails'), 'to'));
        self::assertSame(1, $this->ask('GET', 'requests')['actions']['createaccount']);
    }

    public function testTheLimitOfADayEnds(): void
    {
        $this->ask('PATCH', 'settings', ['throttle' => 1]);
        self::assertInstanceOf(Created::class, $this->signUp('Zoe Example'));
        self::assertNotInstanceOf(Created::class, $this->signUp('Max Example'));
        $this->ask('POST', 'clock', ['advance' => 86_400]);
        self::assertInstanceOf(Created::class, $this->signUp('Max Example'));
    }
}
