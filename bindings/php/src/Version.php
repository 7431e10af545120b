<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\LibraryUnusable;
use Mwaccount\Native\Library;

/** Which library runs. */
final class Version
{
    /**
     * The version of the C library that runs, such as "0.1.0".
     *
     * @throws LibraryUnusable if it is missing, or another than this package is for
     */
    public static function library(): string
    {
        return Library::ffi()->mwa_version();
    }
}
