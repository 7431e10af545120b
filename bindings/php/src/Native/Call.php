<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI\CData;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Secret;

/**
 * Calls functions of the C library that can fail.
 *
 * Handles and secrets are passed as they are, so that no stack trace shows what is in them.
 *
 * @internal
 */
final class Call
{
    /**
     * Calls a function whose last parameter is where the error goes.
     *
     * @throws MwaccountException if it fails
     */
    public static function run(
        string $function,
        #[\SensitiveParameter] Handle|Secret|CVariable|CData|string|int|bool|null ...$arguments
    ): void {
        $ffi = Library::ffi();
        $error = new CVariable('mwa_error *');
        $status = $ffi->$function(...self::toC([...$arguments, $error]));
        if ($status !== $ffi->MWA_STATUS_OK) {
            throw FromC::exception($status, $error->handle('mwa_error_free'));
        }
    }

    /**
     * Calls a function that writes a new handle before the error; null where it wrote NULL.
     *
     * @param string $kind what it writes, as "step" for an mwa_step
     *
     * @throws MwaccountException if it fails
     */
    public static function make(
        string $kind,
        string $function,
        #[\SensitiveParameter] Handle|Secret|CVariable|CData|string|int|bool|null ...$arguments
    ): ?Handle {
        $made = new CVariable("mwa_$kind *");
        self::run($function, ...[...$arguments, $made]);

        return $made->handle("mwa_{$kind}_free");
    }

    /**
     * What goes over to C.
     *
     * @param array<Handle|Secret|CVariable|CData|string|int|bool|null> $arguments
     *
     * @return list<CData|string|int|bool|null>
     */
    private static function toC(#[\SensitiveParameter] array $arguments): array
    {
        $plain = [];
        foreach ($arguments as $argument) {
            $value = match (true) {
                $argument instanceof Handle => $argument->pointer,
                $argument instanceof Secret => $argument->reveal(),
                $argument instanceof CVariable => $argument->address(),
                default => $argument,
            };
            // C would take the text to end there, and a password for a shorter one.
            if (is_string($value) && str_contains($value, "\0")) {
                throw new InvalidArgument('a text cannot hold the character NUL');
            }
            $plain[] = $value;
        }

        return $plain;
    }
}
