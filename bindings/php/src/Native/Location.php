<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use Mwaccount\Exception\LibraryUnusable;

/**
 * Where the C library and its header are.
 *
 * The environment variable MWACCOUNT_LIBRARY comes first (the path of the library), then the package's own folder
 * lib/, which the script `bundle` fills, then the system's prefixes. A header always comes from where its library is,
 * so that the two belong together.
 *
 * @internal
 */
final class Location
{
    /** The environment variable that holds the library's path. */
    public const VARIABLE = 'MWACCOUNT_LIBRARY';

    private const HEADER = 'mwaccount.h';
    /** With the number of the ABI that this package is written for, as in {@see Library::ABI}. */
    private const SONAME = 'libmwaccount.so.0';
    private const PREFIXES = ['/usr/local', '/usr'];

    private function __construct(public readonly string $library, public readonly string $header)
    {
    }

    /**
     * Looks in all places, in their order.
     *
     * @throws LibraryUnusable if there is no library, or one without its header
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
            'libmwaccount is not there: ' . implode(', ', $candidates)
            . '; run the package\'s script "bundle", install the library, or name it in ' . self::VARIABLE
        );
    }

    /** @return list<string> */
    private static function candidates(): array
    {
        $candidates = [dirname(__DIR__, 2) . '/lib/' . self::SONAME];
        foreach (self::PREFIXES as $prefix) {
            $candidates[] = "$prefix/lib/" . self::SONAME;
            $candidates[] = "$prefix/lib64/" . self::SONAME;
            // Debian's folders, as lib/x86_64-linux-gnu.
            array_push($candidates, ...glob("$prefix/lib/*-linux-*/" . self::SONAME) ?: []);
        }

        return $candidates;
    }

    /** The header beside a library, or in the include folder of its prefix. */
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

        throw new LibraryUnusable("the header of $library is not there: " . implode(', ', $candidates));
    }
}
