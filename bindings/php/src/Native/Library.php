<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI;
use FFI\Exception as FfiException;
use Mwaccount\Exception\LibraryUnusable;

/**
 * The C library, loaded once.
 *
 * If the server preloaded it, its FFI scope is used. Otherwise it is loaded on first use.
 *
 * @internal
 */
final class Library
{
    /** The FFI scope of the preloaded library. */
    public const SCOPE = 'MWACCOUNT';
    /** The ABI version that this package needs. */
    public const ABI = 0;

    private static ?FFI $ffi = null;

    private function __construct()
    {
    }

    /** @throws LibraryUnusable if the library is missing or has another ABI */
    public static function ffi(): FFI
    {
        return self::$ffi ??= self::checked(self::preloaded() ?? self::load());
    }

    /** Returns the header for FFI::load(), which starts with the scope and the path of the library. */
    public static function preloadHeader(Location $location): string
    {
        return sprintf("#define FFI_SCOPE \"%s\"\n#define FFI_LIB \"%s\"\n", self::SCOPE, $location->library)
            . self::header($location);
    }

    /** Returns true if preload.php or the setting ffi.preload has loaded the library. */
    public static function isPreloaded(): bool
    {
        return self::preloaded() !== null;
    }

    private static function preloaded(): ?FFI
    {
        if (!extension_loaded('ffi')) {
            throw new LibraryUnusable('the PHP extension FFI is missing (ext-ffi, extension=ffi in php.ini)');
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
                "{$location->library} cannot be loaded: {$e->getMessage()};"
                . ' web servers need the package\'s preload.php, or ffi.enable=true',
                $e
            );
        }
    }

    /** Returns the text of the header. Throws if it has another ABI. */
    private static function header(Location $location): string
    {
        $header = (string) file_get_contents($location->header);
        if (preg_match('/^#define MWA_ABI_VERSION (\d+)$/m', $header, $number) !== 1) {
            throw new LibraryUnusable("{$location->header} defines no MWA_ABI_VERSION");
        }
        if ((int) $number[1] !== self::ABI) {
            throw new LibraryUnusable(sprintf(
                '%s has ABI %s, but this package needs ABI %d',
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
                sprintf('libmwaccount has ABI %d, but this package needs ABI %d', $running, self::ABI)
            );
        }

        return $ffi;
    }
}
