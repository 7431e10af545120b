<?php

declare(strict_types=1);

// Creates accounts with the PHP package in one session: library.php API COUNT PREFIX. The accounts are PREFIX 1, PREFIX 2
// and so on.

use Mwaccount\Created;
use Mwaccount\NewAccount;
use Mwaccount\Wiki;

spl_autoload_register(static function (string $class): void {
    require __DIR__ . '/../../bindings/php/src/' . strtr(substr($class, strlen('Mwaccount\\')), '\\', '/') . '.php';
});

[, $api, $count, $prefix] = $argv;
$wiki = new Wiki($api);
for ($number = 1; $number <= (int) $count; $number++) {
    $account = new NewAccount("$prefix $number", password: 'Correct-horse-7-battery', email: 'zoe@example.org');
    $step = $wiki->create($account)->step();
    if (!$step instanceof Created) {
        fwrite(STDERR, "$account->name was not created: {$step->kind()->value}\n");
        exit(1);
    }
}
