<?php

declare(strict_types=1);

// A page that creates an account, for php-fpm with the package preloaded: there is no autoloader.

use Mwaccount\Ask;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Library;
use Mwaccount\NewAccount;
use Mwaccount\Options;
use Mwaccount\Wiki;

if (!Library::isPreloaded()) {
    exit('the library is not preloaded');
}
$wiki = new Wiki("{$_SERVER['LOAD_ADDRESS']}/w{$_GET['wiki']}/api.php", new Options(timeout: 5));
$creation = $wiki->create(new NewAccount($_GET['name'], 'Correct-horse-7-battery'));
try {
    $step = $creation->step();
    if ($step instanceof Ask) {
        $step = $creation->answer(['captcha' => 'Paris']);
    }
    echo (new ReflectionClass($step))->getShortName();
} catch (MwaccountException $e) {
    echo "error {$e->reason->value}";
}
