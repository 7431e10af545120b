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
            PROGRAM, [], ['API' => $this->server->api]);
        self::assertSame(0, $status, $output);
        [$resident, $used] = array_map('intval', explode(' ', $output));
        self::assertLessThan(512, $resident, 'kilobytes of 1,500 creations');
        self::assertLessThan(4096, $used, "bytes of PHP's own of 1,500 creations");
        fwrite(STDERR, "1,500 creations: $resident kB, $used bytes of PHP's own\n");
    }
}
