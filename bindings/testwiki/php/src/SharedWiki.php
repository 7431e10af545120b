<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki;

/** @internal The process in which the wikis of all tests run, one after the other. */
final class SharedWiki
{
    private static ?Testwiki $running = null;

    /**
     * Returns a wiki with these options, on which nothing has happened yet. A test may have ended the process.
     *
     * @param array<array-key, mixed> $options
     */
    public static function reset(array $options): Testwiki
    {
        if (self::$running === null || !self::$running->isRunning()) {
            self::$running = new Testwiki();
        }
        self::$running->reset(...$options);

        return self::$running;
    }
}
