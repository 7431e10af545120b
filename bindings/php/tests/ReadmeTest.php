<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Tests\Support\WikiTestCase;

/** Runs the examples of the READMEs unchanged. */
final class ReadmeTest extends WikiTestCase
{
    public function testReadmeQuickStart(): void
    {
        $readme = file_get_contents(dirname(__DIR__) . '/README.md');
        preg_match('/^<!-- Run by tests\/ReadmeTest.php. -->\n```php\n(.*?)^```$/ms', $readme, $quickStart);
        $program = str_replace(['<?php', "require 'vendor/autoload.php';"], '', $quickStart[1]);
        $this->wiki('--release 1.43 --captcha questy');
        $call = 'echo signUp(getenv("API"), fn ($asked) => $asked === "What is the capital of France?" ? "%s" : "");';
        $environment = ['API' => $this->server->api];
        self::assertSame(
            [0, 'refused, captcha-wrong'],
            self::short($this->runPhp($program . sprintf($call, 'London'), [], $environment))
        );
        self::assertSame(
            [0, 'created Zoe Example'],
            $this->runPhp($program . sprintf($call, 'Paris'), [], $environment)
        );
        self::assertTrue($this->server->has('Zoe Example'));
    }

    /** Runs the example in the README of the repository. */
    public function testRepositoryReadmeExample(): void
    {
        $readme = file_get_contents(dirname(__DIR__, 3) . '/README.md');
        preg_match('/^<!-- Run by bindings\/php\/tests\/ReadmeTest.php. -->\n```php\n(.*?)^```$/ms', $readme, $shown);
        $this->wiki('--release 1.43 --captcha questy');
        $program = str_replace('https://wiki.example.org/w/api.php', $this->server->api, $shown[1], $places);
        self::assertSame(1, $places);
        self::assertSame([0, "What is the capital of France? created\n"], $this->runPhp($program, [], [], "Paris\n"));
        self::assertTrue($this->server->has('Zoe Example'));
    }

    /**
     * Returns the result without the wiki's message.
     *
     * @param array{int, string} $result
     *
     * @return array{int, string}
     */
    private static function short(array $result): array
    {
        return [$result[0], explode(':', $result[1])[0]];
    }
}
