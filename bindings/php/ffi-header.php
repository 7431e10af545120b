<?php

declare(strict_types=1);

// Prints the header for the setting ffi.preload: the C header with the path of the library.
//
//     php vendor/mwaccount/mwaccount/ffi-header.php > /etc/mwaccount.ffi.h

use Mwaccount\Native\Library;
use Mwaccount\Native\Location;

require_once __DIR__ . '/src/Native/Library.php';
require_once __DIR__ . '/src/Native/Location.php';
require_once __DIR__ . '/src/Reason.php';
require_once __DIR__ . '/src/Exception/MwaccountException.php';
require_once __DIR__ . '/src/Exception/LibraryUnusable.php';

try {
    echo Library::preloadHeader(Location::find());
} catch (Mwaccount\Exception\LibraryUnusable $e) {
    fwrite(STDERR, "{$e->getMessage()}\n");
    exit(1);
}
