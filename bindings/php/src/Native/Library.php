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

    private const ONE_RELEASE = 'install the library and this package from one release, and restart a server that has'
        . ' loaded another one';

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
            throw new LibraryUnusable(
                'PHP has no FFI: install its extension FFI (in Debian\'s php-cli; docker-php-ext-install ffi), or add'
                . ' extension=ffi to ' . (php_ini_loaded_file() ?: 'php.ini')
            );
        }
        try {
            return FFI::scope(self::SCOPE);
        } catch (FfiException) {
            return null;
        }
    }

    private static function load(): FFI
    {
        try {
            // A type needs no library.
            FFI::cdef('typedef int mwa_allowed;');
        } catch (FfiException $e) {
            $message = 'FFI is switched off here by the setting ffi.enable: set ffi.enable=true in php.ini, or run'
                . ' php -d ffi.enable=true; a web server can load this package\'s preload.php instead';
            throw new LibraryUnusable($message, $e);
        }
        $location = Location::find();
        $header = self::header($location);
        try {
            return FFI::cdef($header, $location->library);
        } catch (FfiException $e) {
            throw new LibraryUnusable($location->library . ' ' . self::defect($location->library, $e->getMessage()), $e);
        }
    }

    /** Returns why a library that exists cannot be used, and what to do. */
    private static function defect(string $library, string $error): string
    {
        if (str_starts_with($error, 'Failed loading')) {
            return 'cannot be loaded: it is no library, or one for another system, or it needs a library that is missing'
                . ' (ldd shows which)';
        }
        try {
            FFI::cdef('unsigned mwa_abi_version(void);', $library);
        } catch (FfiException) {
            return 'is a library without the functions of mwaccount: a plain "cargo build" makes such a one. Build it with'
                . ' this package\'s script "bundle", or with "make install"';
        }

        return "is another version than the header beside it ($error): " . self::ONE_RELEASE;
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
                '%s is another version: it has ABI %s, but this package needs ABI %d. %s',
                $location->header,
                $number[1],
                self::ABI,
                ucfirst(self::ONE_RELEASE)
            ));
        }

        return $header;
    }

    private static function checked(FFI $ffi): FFI
    {
        $running = $ffi->mwa_abi_version();
        if ($running !== self::ABI) {
            throw new LibraryUnusable(
                sprintf(
                    'libmwaccount is another version: it has ABI %d, but this package needs ABI %d. %s',
                    $running,
                    self::ABI,
                    ucfirst(self::ONE_RELEASE)
                )
            );
        }

        return $ffi;
    }
}
