<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use Mwaccount\Exception\LibraryUnusable;

/**
 * The paths of the C library and its header.
 *
 * The library is the one in the environment variable MWACCOUNT_LIBRARY, or else the one in the package's folder lib/,
 * to which the script `bundle` copies it, or else, except on Windows, the one in /usr/local or /usr. The header is always taken from the
 * same installation as the library, so that they match.
 *
 * @internal
 */
final class Location
{
    /** The environment variable with the path of the library. */
    public const VARIABLE = 'MWACCOUNT_LIBRARY';

    private const HEADER = 'mwaccount.h';
    /** The library's names by system. Linux's ends with the ABI version, {@see Library::ABI}. */
    private const NAMES = ['Windows' => 'mwaccount.dll', 'Darwin' => 'libmwaccount.dylib'];
    private const SONAME = 'libmwaccount.so.0';
    private const PREFIXES = ['/usr/local', '/usr'];

    private function __construct(public readonly string $library, public readonly string $header)
    {
    }

    /**
     * Returns the location of the first library that exists.
     *
     * @throws LibraryUnusable if there is no library, or its header is missing
     */
    public static function find(): self
    {
        $named = getenv(self::VARIABLE);
        $candidates = is_string($named) && $named !== '' ? [$named] : self::candidates();
        foreach ($candidates as $library) {
            if (is_file($library)) {
                return new self($library, self::findHeader($library));
            }
        }

        throw new LibraryUnusable(
            'there is no libmwaccount in ' . implode(', ', $candidates)
            . '; run this package\'s script "bundle", install the library with "make install", or set its path in '
            . self::VARIABLE
        );
    }

    /** @return list<string> */
    private static function candidates(): array
    {
        $name = self::NAMES[PHP_OS_FAMILY] ?? self::SONAME;
        $candidates = [dirname(__DIR__, 2) . "/lib/$name"];
        foreach (PHP_OS_FAMILY === 'Windows' ? [] : self::PREFIXES as $prefix) {
            $candidates[] = "$prefix/lib/$name";
            $candidates[] = "$prefix/lib64/$name";
            // Debian's folders, such as lib/x86_64-linux-gnu.
            array_push($candidates, ...glob("$prefix/lib/*-linux-*/$name") ?: []);
        }

        return $candidates;
    }

    /** Returns the header beside the library, or in the include folder of its prefix. */
    private static function findHeader(string $library): string
    {
        $folder = dirname((string) realpath($library));
        $candidates = [
            "$folder/" . self::HEADER,
            dirname($folder) . '/include/' . self::HEADER,
            dirname($folder, 2) . '/include/' . self::HEADER,
        ];
        foreach ($candidates as $header) {
            if (is_file($header)) {
                return $header;
            }
        }

        throw new LibraryUnusable("$library has no header, which belongs into one of these places: " . implode(', ', $candidates));
    }
}
