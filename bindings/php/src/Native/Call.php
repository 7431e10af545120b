<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI\CData;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Secret;

/**
 * Calls C functions that can fail.
 *
 * Handles and secrets are passed as objects, so that stack traces do not show their contents.
 *
 * @internal
 */
final class Call
{
    /**
     * Calls a C function whose last parameter receives the error.
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
     * Calls a C function that writes a new handle, and returns the handle, or null for NULL.
     *
     * @param string $kind the kind of the handle, such as "step" for an mwa_step
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
     * Converts the arguments for C.
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
                $argument instanceof Handle => $argument->pointer(),
                $argument instanceof Secret => $argument->reveal(),
                $argument instanceof CVariable => $argument->address(),
                default => $argument,
            };
            // C would cut the text at the NUL, and so shorten a password.
            if (is_string($value) && str_contains($value, "\0")) {
                throw new InvalidArgument('a text must not contain the character NUL');
            }
            $plain[] = $value;
        }

        return $plain;
    }
}
