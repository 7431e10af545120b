<?php

declare(strict_types=1);

// Loads the tests' own classes and the installed package, by the autoloader in the environment
// variable MWACCOUNT_AUTOLOAD, in this folder, or of the project that requires the package.
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
