<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI;
use FFI\Exception as FfiException;
use Mwaccount\Exception\LibraryUnusable;

/**
 * The C library, loaded once.
 *
 * Where it was loaded when the server started, it is there under its scope; else it is loaded now.
 *
 * @internal
 */
final class Library
{
    /** The name under which a server that preloads has it. */
    public const SCOPE = 'MWACCOUNT';
    /** The ABI that this package is written for. */
    public const ABI = 0;

    private static ?FFI $ffi = null;

    private function __construct()
    {
    }

    /** @throws LibraryUnusable if the library is missing, or another than this package and its header are for */
    public static function ffi(): FFI
    {
        return self::$ffi ??= self::checked(self::preloaded() ?? self::load());
    }

    /** The header's text as FFI::load wants it: with the scope and the library's path before it. */
    public static function preloadHeader(Location $location): string
    {
        return sprintf("#define FFI_SCOPE \"%s\"\n#define FFI_LIB \"%s\"\n", self::SCOPE, $location->library)
            . self::header($location);
    }

    /** Whether preload.php, or the setting ffi.preload, has loaded it. */
    public static function isPreloaded(): bool
    {
        return self::preloaded() !== null;
    }

    private static function preloaded(): ?FFI
    {
        if (!extension_loaded('ffi')) {
            throw new LibraryUnusable('PHP\'s extension FFI is missing (ext-ffi, extension=ffi in php.ini)');
        }
        try {
            return FFI::scope(self::SCOPE);
        } catch (FfiException) {
            return null;
        }
    }

    private static function load(): FFI
    {
        $location = Location::find();
        try {
            return FFI::cdef(self::header($location), $location->library);
        } catch (FfiException $e) {
            throw new LibraryUnusable(
                "{$location->library} cannot be used: {$e->getMessage()};"
                . ' web servers want the package\'s preload.php, or ffi.enable=true',
                $e
            );
        }
    }

    /** A header of this package's ABI. */
    private static function header(Location $location): string
    {
        $header = (string) file_get_contents($location->header);
        if (preg_match('/^#define MWA_ABI_VERSION (\d+)$/m', $header, $number) !== 1) {
            throw new LibraryUnusable("{$location->header} does not say which ABI it is of");
        }
        if ((int) $number[1] !== self::ABI) {
            throw new LibraryUnusable(sprintf(
                '%s is of ABI %s, and this package is for ABI %d',
                $location->header,
                $number[1],
                self::ABI
            ));
        }

        return $header;
    }

    private static function checked(FFI $ffi): FFI
    {
        $running = $ffi->mwa_abi_version();
        if ($running !== self::ABI) {
            throw new LibraryUnusable(
                sprintf('libmwaccount is of ABI %d, and this package is for ABI %d', $running, self::ABI)
            );
        }

        return $ffi;
    }
}
