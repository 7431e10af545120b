<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\LibraryUnusable;
use Mwaccount\Native\Library;

/** The version of the C library. */
final class Version
{
    /**
     * Returns the version of the loaded C library, such as "0.1.0".
     *
     * @throws LibraryUnusable if the library is missing or has another ABI
     */
    public static function library(): string
    {
        return Library::ffi()->mwa_version();
    }
}
