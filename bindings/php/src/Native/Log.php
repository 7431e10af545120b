<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use Closure;
use FFI\CData;
use Throwable;
use WeakReference;

/**
 * A host's function that is told what calls do.
 *
 * PHP keeps each function that it hands over to C until the request ends, so that all hosts' functions share one,
 * which finds its own by a number that the library hands back. It lives as long as the wikis that tell it something.
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

    /** Has wikis with these options tell it. */
    public function attach(Handle $options): void
    {
        Call::run('mwa_options_set_log', $options, self::shared(), $this->number);
    }

    /** The one function that C calls. */
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
     * An exception must not leave: PHP ends the process rather than let it pass through C, and thrown after the call
     * it would hide what came of it, which may be an account. So it goes where PHP logs its errors.
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
