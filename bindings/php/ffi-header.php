<?php

declare(strict_types=1);

// Prints the header for the setting ffi.preload: that of the library, with the library's path in it.
//
//     php vendor/mwaccount/mwaccount/ffi-header.php > /etc/mwaccount.ffi.h

use Mwaccount\Native\Library;
use Mwaccount\Native\Location;

foreach (['Native/Library', 'Native/Location', 'Reason', 'Exception/MwaccountException', 'Exception/LibraryUnusable'] as $file) {
    require_once __DIR__ . "/src/$file.php";
}

try {
    echo Library::preloadable(Location::find());
} catch (Mwaccount\Exception\LibraryUnusable $why) {
    fwrite(STDERR, "{$why->getMessage()}\n");
    exit(1);
}
