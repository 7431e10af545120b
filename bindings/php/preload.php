<?php

declare(strict_types=1);

// For opcache.preload: loads the C library and this package's classes when the server starts. Afterwards the package
// works with ffi.enable=preload, while other code cannot use FFI. Another preload file can require this one.

use Mwaccount\Native\Library;
use Mwaccount\Native\Location;

(static function (): void {
    $autoload = static function (string $class): void {
        $prefix = 'Mwaccount\\';
        if (str_starts_with($class, $prefix)) {
            require_once __DIR__ . '/src/' . strtr(substr($class, strlen($prefix)), '\\', '/') . '.php';
        }
    };
    spl_autoload_register($autoload);
    foreach (new RecursiveIteratorIterator(new RecursiveDirectoryIterator(__DIR__ . '/src')) as $file) {
        if ($file->getExtension() === 'php') {
            require_once $file->getPathname();
        }
    }
    spl_autoload_unregister($autoload);

    // A server that is started as root and preloads as another user cannot load the library here, only with
    // ffi.preload.
    if (Library::isPreloaded()) {
        return;
    }
    $header = tempnam(sys_get_temp_dir(), 'mwaccount');
    try {
        file_put_contents($header, Library::preloadHeader(Location::find()));
        FFI::load($header);
    } finally {
        unlink($header);
    }
})();
