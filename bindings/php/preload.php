<?php

declare(strict_types=1);

// For opcache.preload: loads the C library and this package's classes once, when the server starts, after which the
// package works with ffi.enable=preload, and nothing else may use FFI. Another preload file can require this one.

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

    // Servers that begin as root and preload as somebody else cannot load it here: they have it from ffi.preload.
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
