<?php

declare(strict_types=1);

// Loads the package as it is installed: where MWACCOUNT_AUTOLOAD says, by Composer in this
// folder, or as a dependency of another package; and the tests' own classes.
$places = [
    (string) getenv('MWACCOUNT_AUTOLOAD'),
    dirname(__DIR__) . '/vendor/autoload.php',
    dirname(__DIR__, 3) . '/autoload.php',
];
foreach ($places as $place) {
    if (is_file($place)) {
        require $place;
        break;
    }
}

spl_autoload_register(static function (string $class): void {
    $prefix = 'Mwaccount\\Tests\\';
    if (str_starts_with($class, $prefix)) {
        require __DIR__ . '/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
    }
});
