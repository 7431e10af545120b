<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use Closure;
use FFI\CData;
use Throwable;
use WeakReference;

/**
 * The log function of a wiki. It has to live as long as the wiki and its conversations.
 *
 * PHP does not free a function that it passes to C before the request ends. Therefore all logs share one C function,
 * which finds the log by a number that the library passes back.
 *
 * @internal
 */
final class Log
{
    use NotCopyableTrait;

    private static ?CData $shared = null;
    /** @var array<int, WeakReference<self>> */
    private static array $all = [];
    private static int $last = 0;

    private readonly CVariable $number;

    public function __construct(private readonly Closure $callback)
    {
        $this->number = new CVariable('uint64_t');
        $this->number->value->cdata = ++self::$last;
        self::$all[self::$last] = WeakReference::create($this);
    }

    public function __destruct()
    {
        unset(self::$all[$this->number->value->cdata]);
    }

    /** Sets this log in the C options. */
    public function attach(Handle $options): void
    {
        Call::run('mwa_options_set_log', $options, self::shared(), $this->number);
    }

    /** Returns the C function that all logs share. */
    private static function shared(): CData
    {
        if (self::$shared === null) {
            self::$shared = Library::ffi()->new('struct { mwa_log function; }');
            self::$shared->function = static function (CData $number, string $line): void {
                $log = self::$all[Library::ffi()->cast('uint64_t *', $number)[0]] ?? null;
                $log?->get()?->write($line);
            };
        }

        return self::$shared->function;
    }

    /**
     * Passes a line to the log function, and writes its exceptions to PHP's error log.
     *
     * They are not thrown: PHP ends the process when an exception passes through C, and thrown after the call they
     * would hide its result, which may be a created account.
     */
    private function write(string $line): void
    {
        try {
            ($this->callback)($line);
        } catch (Throwable $e) {
            error_log(sprintf('mwaccount: the log function threw %s: %s', $e::class, $e->getMessage()));
        }
    }
}
