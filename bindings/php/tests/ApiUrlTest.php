<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Created;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Wiki;

/** Finding the API URL. */
final class ApiUrlTest extends WikiTestCase
{
    /** @return iterable<string, array{string, string}> */
    public static function pages(): iterable
    {
        foreach (['1.26', '1.43'] as $release) {
            foreach (['index.php?title=Main_Page', 'index.php/Main_Page', ''] as $page) {
                yield "$release, $page" => [$release, $page];
            }
        }
    }

    /** Starts a wiki, and returns a client for the address of a page. */
    private function wikiAt(string $release, string $page): Wiki
    {
        $this->wiki("--release $release --script-path /w");

        return new Wiki(str_replace('api.php', $page, $this->server->api()));
    }

    /** @dataProvider pages */
    public function testApiUrlIsFoundFromAnyAddress(string $release, string $page): void
    {
        $wiki = $this->wikiAt($release, $page);
        self::assertFalse($wiki->facts()->isApiFound);
        self::assertInstanceOf(Created::class, $wiki->create($this->zoe())->step());
        self::assertNotNull($this->server->account('Zoe Example'));
        self::assertTrue($wiki->facts()->isApiFound);
        self::assertSame($this->server->api(), $wiki->facts()->apiUrl);
    }

    public function testFoundApiUrlSavesRequests(): void
    {
        $first = $this->wikiAt('1.43', '');
        self::assertInstanceOf(Created::class, $first->create($this->zoe())->step());
        $again = new Wiki($first->facts()->apiUrl);
        self::assertTrue($again->facts()->isApiFound);
        self::assertInstanceOf(Created::class, $again->create($this->zoe(name: 'Max Example'))->step());
        self::assertSame(2, $again->facts()->requests);
        self::assertGreaterThan(2, $first->facts()->requests);
    }
}
