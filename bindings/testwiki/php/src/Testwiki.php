<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki;

use JsonException;

/**
 * An emulated MediaWiki in a process of its own, which ends with this object, and with PHP even if PHP is killed.
 *
 * Options are named arguments. Their names are those of the command without hyphens, and those that the command repeats are
 * lists with a plural name: release, captcha, settings, faults, throttle, throttlePeriod, creationRate, readOnlyFor, lag, clock,
 * proxyDate, keepAlive, scriptPath, scriptExtension, articlePath, articles, accounts, bearers, oauth1Consumers, botPasswords,
 * redirect. `testwiki --help` explains each, and `testwiki --list` shows all settings and faults. All times are seconds since
 * the epoch, by the wiki's clock.
 */
final class Testwiki
{
    /** The name of the administrator. */
    public const ADMIN = 'Admin';
    /** The password of the administrator. */
    public const ADMIN_PASSWORD = 'adminpass12345';
    /** The answer to the captcha `questy`. */
    public const ANSWER = 'Paris';
    /** The answer to images, and the token of reCAPTCHA, hCaptcha and Turnstile. */
    public const IMAGE_WORD = 'labword';
    /** The code of a second factor. */
    public const SECOND_FACTOR = '123456';

    private const TIMEOUT = 30;

    /** @var resource|null the process, or null after its end */
    private $process = null;
    /** @var array<int, resource> its standard input and output */
    private array $pipes = [];
    /** @var resource a file with what it printed on standard error */
    private $messages;
    private string $printedUrl;
    private string $control;
    private string $url;
    private string $api;
    private string $release;

    /**
     * Starts a wiki, in milliseconds.
     *
     * @param list<string> $arguments arguments of the command that are no options of the wiki, such as
     *                                ['--https', '--certificate', 'wiki.pem']
     *
     * @throws TestwikiException with the command's message if it refuses an option
     */
    public function __construct(array $arguments = [], mixed ...$options)
    {
        $command = [Command::path(), '--control', '--exit-with-parent', ...$arguments, ...Command::arguments($options)];
        // A file takes any number of lines, while a pipe would have to be read.
        $this->messages = tmpfile() ?: throw new TestwikiException('there can be no temporary file');
        $process = @proc_open($command, [['pipe', 'r'], ['pipe', 'w'], $this->messages], $this->pipes);
        if ($process === false) {
            throw new TestwikiException("$command[0] does not start: " . (error_get_last()['message'] ?? ''));
        }
        $this->process = $process;
        $this->printedUrl = trim((string) fgets($this->pipes[1]));
        $this->control = trim((string) fgets($this->pipes[1]));
        if ($this->control === '') {
            $this->close();

            throw new TestwikiException($this->said() ?: "$command[0] has ended");
        }
        $this->update($this->ask('GET', ''));
    }

    public function __destruct()
    {
        $this->close();
    }

    /** Ends the wiki. Does nothing if it has ended already. */
    public function close(): void
    {
        if ($this->process === null) {
            return;
        }
        // The command ends when its standard input is closed.
        array_map('fclose', $this->pipes);
        proc_close($this->process);
        $this->process = null;
    }

    /** Returns true until the process ends. */
    public function isRunning(): bool
    {
        return $this->process !== null && proc_get_status($this->process)['running'];
    }

    /** Returns the URL of the wiki. */
    public function url(): string
    {
        return $this->url;
    }

    /** Returns the URL of api.php. */
    public function api(): string
    {
        return $this->api;
    }

    /** Returns the release of MediaWiki that it emulates, such as "1.43.0". */
    public function release(): string
    {
        return $this->release;
    }

    /** Returns the time by the wiki's clock. */
    public function time(): int
    {
        return $this->ask('GET', '')['time'];
    }

    /**
     * Returns all accounts, the administrator's too.
     *
     * @return list<Account>
     */
    public function accounts(): array
    {
        return array_map([Account::class, 'fromJson'], $this->ask('GET', 'accounts'));
    }

    /** Returns the account with this name in the wiki's spelling, or null. */
    public function account(string $name): ?Account
    {
        [$status, $account] = $this->send('GET', 'accounts/' . rawurlencode($name));

        return $status === 404 ? null : Account::fromJson(self::checked($status, $account));
    }

    /**
     * Creates an account as another visitor would, and returns it.
     *
     * @throws TestwikiException if there is one with this name
     */
    public function createAccount(string $name, string $password): Account
    {
        return Account::fromJson($this->ask('POST', 'accounts', ['name' => $name, 'password' => $password]));
    }

    /**
     * Returns the mails that the wiki has sent.
     *
     * @return list<Mail>
     */
    public function mails(): array
    {
        return array_map([Mail::class, 'fromJson'], $this->ask('GET', 'mails'));
    }

    /**
     * Returns the latest 10,000 requests, oldest first.
     *
     * @return list<LoggedRequest>
     */
    public function log(): array
    {
        return array_map([LoggedRequest::class, 'fromJson'], $this->ask('GET', 'log'));
    }

    /** Returns the number of all requests, or of those for an action of the API or for a page by its title. */
    public function requests(?string $action = null): int
    {
        $counts = $this->ask('GET', 'requests');

        return $action === null ? $counts['all'] : $counts['actions'][$action] ?? 0;
    }

    /**
     * Returns the number of requests by the action of the API, or by the title of the page.
     *
     * @return array<string, int>
     */
    public function requestCounts(): array
    {
        return $this->ask('GET', 'requests')['actions'];
    }

    /**
     * Changes options of the wiki, which keeps its accounts and sessions. A list replaces the former one, and null takes an
     * option away.
     *
     * @throws TestwikiException with the command's message if it refuses an option
     */
    public function settings(mixed ...$options): void
    {
        $this->update($this->ask('PATCH', 'settings', Command::members($options)));
    }

    /**
     * Adds a fault, such as "503=30@createaccount:2".
     *
     * @param int|string|null $times how often it happens, or "always"; otherwise once
     *
     * @throws TestwikiException with the command's message if there is no such fault
     */
    public function fault(string $fault, int|string|null $times = null): void
    {
        $this->ask('POST', 'faults', ['fault' => $fault] + ($times === null ? [] : ['times' => $times]));
    }

    /** Drops the faults that have not happened yet. */
    public function clearFaults(): void
    {
        $this->ask('DELETE', 'faults');
    }

    /** Moves the wiki's clock by so many seconds, back if negative. A stopped clock stays stopped. */
    public function advanceClock(int $seconds): void
    {
        $this->ask('POST', 'clock', ['advance' => $seconds]);
    }

    /** Stops the wiki's clock at a time. */
    public function stopClock(int $time): void
    {
        $this->ask('POST', 'clock', ['stop' => $time]);
    }

    /**
     * Starts the wiki anew at the same address, with the options that it was started with, except those given here.
     *
     * Nothing has happened on it afterwards. It takes less than a millisecond.
     *
     * @throws TestwikiException with the command's message if it refuses an option
     */
    public function reset(mixed ...$options): void
    {
        $this->update($this->ask('POST', 'reset', Command::members($options)));
    }

    /**
     * Keeps the parts of an overview that only this object changes. The scheme is that of the URL that was printed.
     *
     * @param array<string, mixed> $overview
     */
    private function update(array $overview): void
    {
        $scheme = strstr($this->printedUrl, ':', true);
        $this->url = $scheme . strstr($overview['url'], ':');
        $this->api = $scheme . strstr($overview['api'], ':');
        $this->release = $overview['release'];
    }

    /**
     * Sends a request to the control address, and returns the answer.
     *
     * @param array<string, mixed>|null $members
     *
     * @return array<array-key, mixed>
     */
    private function ask(string $method, string $resource, ?array $members = null): array
    {
        return self::checked(...$this->send($method, $resource, $members));
    }

    /**
     * @param array<array-key, mixed> $answer
     *
     * @return array<array-key, mixed>
     */
    private static function checked(int $status, array $answer): array
    {
        return $status === 200 ? $answer : throw new TestwikiException($answer['error']);
    }

    /**
     * @param array<string, mixed>|null $members
     *
     * @return array{int, array<array-key, mixed>} the status and the answer
     */
    private function send(string $method, string $resource, ?array $members = null): array
    {
        if ($this->process === null) {
            throw new TestwikiException('the wiki is closed');
        }
        $http = [
            'method' => $method,
            'header' => "Content-Type: application/json\r\nConnection: close",
            'content' => $members === null ? '' : json_encode((object) $members, JSON_THROW_ON_ERROR),
            'ignore_errors' => true,
            'timeout' => self::TIMEOUT,
        ];
        $stream = @fopen("$this->control/$resource", 'r', false, stream_context_create(['http' => $http]));
        try {
            $head = $stream === false ? '' : stream_get_meta_data($stream)['wrapper_data'][0];
            $body = $stream === false ? '' : stream_get_contents($stream);

            return [(int) substr($head, strlen('HTTP/1.1 ')), json_decode($body, true, flags: JSON_THROW_ON_ERROR)];
        } catch (JsonException $error) {
            throw new TestwikiException($this->silence(), 0, $error);
        }
    }

    /** Returns why there was no answer. */
    private function silence(): string
    {
        // A process that was killed is not reaped at once.
        for ($try = 0; $try < 50 && $this->isRunning(); $try++) {
            usleep(10_000);
        }
        if ($this->isRunning()) {
            return "testwiki at $this->printedUrl does not answer; PHP needs allow_url_fopen to ask it";
        }

        return "testwiki at $this->printedUrl has ended" . rtrim(': ' . $this->said(), ': ');
    }

    /** Returns what the command has printed about an error, without its advice about usage. */
    private function said(): string
    {
        rewind($this->messages);
        $first = explode("\n\n", trim((string) stream_get_contents($this->messages)))[0];

        return (string) preg_replace('/^(error|testwiki): /', '', $first);
    }
}
