<?php

declare(strict_types=1);

namespace Mwaccount\Tests\Support;

use RuntimeException;

/** A child process that ends with the object, and with the tests if they are killed. */
final class Child
{
    /** @var resource */
    private $process;
    /** @var array<int, resource> */
    private array $pipes = [];

    /**
     * @param list<string>          $command
     * @param array<string, string> $environment variables in addition to those of the tests
     */
    public function __construct(array $command, array $environment = [])
    {
        $process = proc_open(
            ['setpriv', '--pdeathsig', 'TERM', ...$command],
            [['file', '/dev/null', 'r'], ['pipe', 'w'], ['pipe', 'w']],
            $this->pipes,
            null,
            $environment + getenv()
        );
        $this->process = $process ?: throw new RuntimeException("$command[0] does not start");
    }

    public function __destruct()
    {
        proc_terminate($this->process);
        array_map('fclose', $this->pipes);
        proc_close($this->process);
    }

    /** Returns the next line of output. */
    public function line(): string
    {
        $line = fgets($this->pipes[1]);
        if ($line === false) {
            throw new RuntimeException('the process printed nothing: ' . stream_get_contents($this->pipes[2]));
        }

        return rtrim($line);
    }

    /**
     * Waits until the process listens on a local port.
     *
     * @return string the address, as http://127.0.0.1:PORT
     */
    public function listening(int $port): string
    {
        for ($try = 0; $try < 200; $try++) {
            $socket = @fsockopen('127.0.0.1', $port);
            if ($socket !== false) {
                fclose($socket);

                return "http://127.0.0.1:$port";
            }
            usleep(50_000);
        }

        throw new RuntimeException("nothing listens on port $port");
    }

    /** Returns a port that is currently free. */
    public static function freePort(): int
    {
        $socket = stream_socket_server('tcp://127.0.0.1:0');
        $name = stream_socket_get_name($socket, false);
        fclose($socket);

        return (int) substr($name, strrpos($name, ':') + 1);
    }
}
