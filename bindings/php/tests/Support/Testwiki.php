<?php

declare(strict_types=1);

namespace Mwaccount\Tests\Support;

/** An emulated wiki in a child process. */
final class Testwiki
{
    public const ADMIN = 'Admin';
    public const ADMIN_PASSWORD = 'adminpass12345';
    public const ANSWER = 'Paris';
    public const IMAGE_WORD = 'labword';

    /** The API URL. */
    public readonly string $api;
    private readonly Child $child;

    /** @param string ...$options the options of the command testwiki */
    public function __construct(string ...$options)
    {
        $this->child = new Child([(string) getenv('MWACCOUNT_TESTWIKI'), '--port', '0', ...$options]);
        $this->api = rtrim($this->child->line(), '/') . '/api.php';
    }

    /** Returns true if the wiki has an account with this name. */
    public function has(string $name): bool
    {
        $query = ['action' => 'query', 'list' => 'users', 'ususers' => $name, 'format' => 'json'];
        $users = json_decode(file_get_contents($this->api . '?' . http_build_query($query)), true);

        return isset($users['query']['users'][0]['userid']);
    }
}
