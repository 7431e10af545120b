<?php

declare(strict_types=1);

namespace Mwaccount\Tests\Support;

use Mwaccount\Credentials;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Login;
use Mwaccount\NewAccount;
use Mwaccount\Options;
use Mwaccount\Effect;
use Mwaccount\Reason;
use Mwaccount\Response;
use Mwaccount\Testwiki\Testwiki;
use Mwaccount\Wiki;
use PHPUnit\Framework\TestCase;

/** The base class of tests with emulated wikis. */
abstract class WikiTestCase extends TestCase
{
    protected const PASSWORD = 'Correct-horse-7-battery';

    /** The wiki that the test started last. It runs until the test ends. */
    protected ?Testwiki $server = null;

    protected function tearDown(): void
    {
        $this->server = null;
    }

    /** Starts an emulated wiki with options such as "--release 1.26", and returns a client for it. */
    protected function wiki(string $options, ?Options $settings = null): Wiki
    {
        $this->server = new Testwiki(explode(' ', trim($options)));

        return new Wiki($this->server->api(), $settings ?? new Options());
    }

    protected function zoe(mixed ...$more): NewAccount
    {
        return (new NewAccount('Zoe Example', self::PASSWORD, 'zoe@example.org'))->with(...$more);
    }

    /** Returns a login to which the wiki's response is RESTART. */
    protected function restartedLogin(Wiki $wiki): Login
    {
        $restart = [
            'status' => 'RESTART',
            'message' => 'Nobody here has this login.',
            'requests' => [[
                'id' => 'Lab',
                'metadata' => new \stdClass(),
                'required' => 'required',
                'provider' => 'Lab',
                'account' => 'Lab',
                'fields' => [
                    'pin' => ['type' => 'password', 'label' => 'Pin', 'help' => 'A number.', 'sensitive' => true],
                ],
            ]],
        ];
        $http = new OwnHttp();
        $login = $wiki->logIn(Credentials::password('Zoe', self::PASSWORD));
        while (($request = $login->nextRequest()) !== null) {
            if ($request->effect === Effect::Login) {
                $type = [['Content-Type', 'application/json']];
                $login->feed(new Response(200, $type, json_encode(['clientlogin' => $restart])));
            } else {
                $http->send($login, $request);
            }
        }

        return $login;
    }

    /**
     * Asserts that a call fails with a message that contains this text and no "hunter2".
     *
     * @param callable(): mixed $call
     */
    protected function assertFails(callable $call, Reason $reason, string $message): void
    {
        try {
            $call();
            self::fail('the call succeeded');
        } catch (MwaccountException $e) {
            self::assertSame($reason, $e->reason);
            self::assertSame($reason === Reason::InvalidArgument, $e instanceof InvalidArgument);
            self::assertStringContainsString($message, $e->getMessage());
            self::assertStringNotContainsString('hunter2', $e->getMessage());
        }
    }

    /**
     * Runs a program in a new PHP process.
     *
     * @param string                $program     the program, which can use the package
     * @param list<string>          $options     the options of PHP
     * @param array<string, string> $environment variables in addition to those of the tests
     * @param string                $input       the standard input
     *
     * @return array{int, string} the exit status, and standard output and error together
     */
    protected function runPhp(
        string $program,
        array $options = [],
        array $environment = [],
        string $input = ''
    ): array {
        $bootstrap = var_export(dirname(__DIR__) . '/bootstrap.php', true);
        $pipes = [];
        $process = proc_open(
            [PHP_BINARY, '-d', 'display_errors=stderr', ...$options, '-r', "require $bootstrap; $program"],
            [['pipe', 'r'], ['pipe', 'w'], ['redirect', 1]],
            $pipes,
            null,
            $environment + getenv()
        );
        fwrite($pipes[0], $input);
        fclose($pipes[0]);
        $output = stream_get_contents($pipes[1]);

        return [proc_close($process), $output];
    }
}
