<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Tests\Support\Child;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Wiki;
use ReflectionClass;

/** The three ways to set up a web server, with PHP's built-in server. */
final class PreloadTest extends WikiTestCase
{
    private string $package;

    protected function setUp(): void
    {
        $this->package = dirname((new ReflectionClass(Wiki::class))->getFileName(), 2);
        $this->wiki('--release 1.43');
    }

    public function testFfiEnabledForEverything(): void
    {
        self::assertSame('created Zoe 1, loaded by the request', $this->serve(['-d', 'ffi.enable=true']));
    }

    public function testExceptionExplainsHowToEnableFfi(): void
    {
        $message = $this->serve(['-d', 'ffi.enable=preload']);
        self::assertStringContainsString('preload.php', $message);
        self::assertStringContainsString('ffi.enable=true', $message);
    }

    public function testPreloadFile(): void
    {
        // Started as root, PHP preloads as another user, which needs ffi.preload.
        $user = posix_geteuid() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
        $options = ['-d', 'ffi.enable=preload', '-d', "opcache.preload=$this->package/preload.php"];
        self::assertSame('created Zoe 1, preloaded', $this->serve($options, $user));
    }

    public function testServerStartedAsRoot(): void
    {
        if (posix_geteuid() !== 0) {
            self::markTestSkipped('requires root');
        }
        $header = tempnam(sys_get_temp_dir(), 'mwa');
        exec(sprintf('%s %s/ffi-header.php > %s', PHP_BINARY, escapeshellarg($this->package), escapeshellarg($header)));
        try {
            self::assertSame('created Zoe 1, preloaded', $this->serve([
                '-d', 'ffi.enable=preload',
                '-d', "ffi.preload=$header",
                '-d', "opcache.preload=$this->package/preload.php",
                '-d', 'opcache.preload_user=nobody',
            ]));
        } finally {
            unlink($header);
        }
    }

    /**
     * Requests a page that creates an account twice, and returns the first response.
     *
     * @param list<string> $options of PHP
     * @param list<string> $user    the command that runs PHP as another user
     */
    private function serve(array $options, array $user = []): string
    {
        $port = Child::freePort();
        $command = [...$user, PHP_BINARY, ...$options, '-S', "127.0.0.1:$port", __DIR__ . '/Support/page.php'];
        $server = new Child($command, ['API' => $this->server->api()]);
        $address = $server->listening($port);
        $first = file_get_contents("$address/?name=Zoe+1");
        self::assertSame(str_replace('Zoe 1', 'Zoe 2', $first), file_get_contents("$address/?name=Zoe+2"));

        return $first;
    }
}
