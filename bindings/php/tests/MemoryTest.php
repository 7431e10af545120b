<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Tests\Support\WikiTestCase;

final class MemoryTest extends WikiTestCase
{
    /** Measures the whole process, including the memory of the C library. */
    public function testMemoryDoesNotGrow(): void
    {
        $this->wiki('--release 1.43 --captcha questy');
        [$status, $output] = $this->runPhp(<<<'PROGRAM'
            use Mwaccount\{NewAccount, Options, Wiki};

            // The memory of this process that is not shared.
            function resident(): int
            {
                preg_match('/^RssAnon:\s+(\d+)/m', file_get_contents('/proc/self/status'), $found);
                return (int) $found[1];
            }

            $create = function (string $name): void {
                $wiki = new Wiki(getenv('API'), new Options(contact: 'ops@example.org', log: fn () => null));
                $creation = $wiki->create(new NewAccount($name, 'Correct-horse-7-battery'));
                $creation->step();
                $creation->suspend();
                $created = $creation->answer(['captcha' => 'Paris']);
                $created->kind() === Mwaccount\StepKind::Created || throw new Exception(print_r($created, true));
            };
            for ($number = 1; $number <= 2000; $number++) {
                $create("Zoe $number");
                if ($number === 500) {
                    $before = resident();
                    $used = memory_get_usage();
                }
            }
            echo resident() - $before, ' ', memory_get_usage() - $used;
            PROGRAM, [], ['API' => $this->server->api()]);
        self::assertSame(0, $status, $output);
        [$resident, $used] = array_map('intval', explode(' ', $output));
        self::assertLessThan(512, $resident, 'kilobytes of 1,500 creations');
        self::assertLessThan(4096, $used, "bytes of PHP's own of 1,500 creations");
        fwrite(STDERR, "1,500 creations: $resident kB, $used bytes of PHP's own\n");
    }

    /**
     * Counts texts in the memory of another process.
     *
     * @param array<string, string> $texts
     *
     * @return array<string, int>
     */
    private static function occurrences(int $process, array $texts): array
    {
        $counts = array_fill_keys(array_keys($texts), 0);
        $memory = fopen("/proc/$process/mem", 'rb');
        stream_set_read_buffer($memory, 0);
        foreach (file("/proc/$process/maps") as $line) {
            if (!preg_match('/^([0-9a-f]+)-([0-9a-f]+) r/', $line, $found) || str_contains($line, '[v')) {
                continue;
            }
            [$start, $end] = [hexdec($found[1]), hexdec($found[2])];
            fseek($memory, $start);
            $content = '';
            while ($start + strlen($content) < $end) {
                $part = @fread($memory, min(1 << 20, $end - $start - strlen($content)));
                if ($part === false || $part === '') {
                    break;
                }
                $content .= $part;
            }
            foreach ($texts as $name => $text) {
                $counts[$name] += substr_count($content, $text);
            }
        }

        return $counts;
    }

    /**
     * PHP never overwrites its texts, so that some copies of its own may be left. What the library makes of them, encoded
     * for a request, must be gone. ureq's copy of the header of HTTP authentication is not overwritten.
     */
    public function testTheLibraryLeavesNoSecret(): void
    {
        if (PHP_OS_FAMILY !== 'Linux') {
            self::markTestSkipped('reads /proc');
        }
        $this->wiki('--release 1.43');
        // The last letters are sought: an allocator writes its own data over the first ones of what is freed.
        $start = 'Planted-in-the-memory-of-a-process-';
        [$password, $creator] = [$start . 'for-a-new+password-71', $start . 'for-a-cre+ator-72'];
        [$http, $control] = [$start . 'for-the-ser+ver-73', $start . 'to-stay-there-99'];
        $bootstrap = var_export(__DIR__ . '/bootstrap.php', true);
        $program = <<<'PROGRAM'
            use Mwaccount\{Credentials, NewAccount, Options, Wiki};

            // The secrets come over a pipe, and the texts of PHP are dropped. The last one stays on purpose.
            $converse = function (): void {
                [$password, $creator, $http] = explode(' ', trim(fgets(STDIN)));
                $wiki = new Wiki(getenv('API'), new Options(httpUser: 'lab', httpPassword: $http));
                $wiki->logIn(Credentials::password('Nobody', $creator))->step();
                $wiki->logOut();
                echo $wiki->create(new NewAccount('Zoe', $password))->step()->kind()->name, "\n";
            };
            $converse();
            $control = fgets(STDIN);
            gc_collect_cycles();
            echo "closed\n";
            fgets(STDIN);
            PROGRAM;
        $pipes = [];
        $child = proc_open(
            [PHP_BINARY, '-d', 'display_errors=stderr', '-r', "require $bootstrap; $program"],
            [['pipe', 'r'], ['pipe', 'w']],
            $pipes,
            null,
            ['API' => $this->server->api()] + getenv()
        );
        fwrite($pipes[0], "$password $creator $http\n");
        self::assertSame("Created\n", fgets($pipes[1]));
        fwrite($pipes[0], "$control\n");
        self::assertSame("closed\n", fgets($pipes[1]));
        $left = self::occurrences(proc_get_status($child)['pid'], [
            'password' => substr($password, -16),
            'password in a form' => substr(str_replace('+', '%2B', $password), -16),
            'creator' => substr($creator, -16),
            'creator in a form' => substr(str_replace('+', '%2B', $creator), -16),
            'HTTP password' => substr($http, -16),
            'header' => substr(base64_encode("lab:$http"), -24, 20),
            'control' => substr($control, -16),
        ]);
        fwrite($pipes[0], "\n");
        self::assertSame(0, proc_close($child));
        fwrite(STDERR, json_encode($left) . "\n");
        self::assertGreaterThan(0, $left['control']);
        self::assertSame([0, 0], [$left['password in a form'], $left['creator in a form']]);
        self::assertLessThanOrEqual(4, $left['header']);
        // The texts of PHP itself: a bound for copies that the package would make.
        foreach (['password', 'creator', 'HTTP password'] as $name) {
            self::assertLessThanOrEqual(6, $left[$name], $name);
        }
    }
}
