<?php

declare(strict_types=1);

// A page that creates an account and prints how the library was loaded.

require dirname(__DIR__) . '/bootstrap.php';

use Mwaccount\Exception\LibraryUnusable;
use Mwaccount\Native\Library;
use Mwaccount\NewAccount;
use Mwaccount\Options;
use Mwaccount\Wiki;

try {
    $wiki = new Wiki((string) getenv('API'), new Options(log: fn () => null));
    $created = $wiki->create(new NewAccount($_GET['name'], 'Correct-horse-7-battery'))->step();
    echo "created $created->name, ", Library::isPreloaded() ? 'preloaded' : 'loaded by the request';
} catch (LibraryUnusable $e) {
    echo $e->getMessage();
}
