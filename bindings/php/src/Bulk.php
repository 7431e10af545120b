<?php

declare(strict_types=1);

namespace Mwaccount;

use Generator;
use IteratorAggregate;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\FromC;
use Mwaccount\Native\Handle;
use Mwaccount\Native\Library;
use Mwaccount\Native\Log;
use Mwaccount\Native\NotCopyableTrait;
use Mwaccount\Native\ToC;

/**
 * A run that creates many accounts, none twice, returned by {@see Wiki::bulk()}. A foreach loop over it has its events.
 *
 * Between two events nothing is in flight: to stop, leave the loop. Another loop goes on where the last one ended.
 *
 * @implements IteratorAggregate<int, Ask|Restart|Redirect|RowResult|Wait|Stop>
 */
final class Bulk implements IteratorAggregate
{
    use NotCopyableTrait;

    private readonly Generator $rows;
    private bool $hasBegun = false;
    private ?Handle $event = null;

    /**
     * @param iterable<NewAccount|array{int, NewAccount}> $rows
     * @param Log|null                                    $log  the log of the wiki, kept alive because the C library
     *                                                          calls it
     *
     * @internal
     */
    public function __construct(private readonly Handle $handle, iterable $rows, private readonly ?Log $log)
    {
        $this->rows = (static fn (): Generator => yield from $rows)();
    }

    /**
     * Goes on to the next event at each turn of the loop. Takes a row from the caller's rows when it begins with it.
     *
     * A step (an {@see Ask}, a {@see Restart} or a {@see Redirect}, of a row or of the creator's login) comes again
     * until it is answered or skipped. After a {@see Stop} the loop ends.
     *
     * @throws MwaccountException
     */
    public function getIterator(): Generator
    {
        while (($event = $this->advance()) !== null) {
            yield $event;
            if ($event instanceof Stop) {
                return;
            }
        }
    }

    /** Returns the number of the row whose step or result is the latest event; null for another event. */
    public function number(): ?int
    {
        return Library::ffi()->mwa_event_row_number($this->event?->pointer()) ?: null;
    }

    /** Returns the name of the row whose step or result is the latest event; null for another event. */
    public function asked(): ?string
    {
        return Library::ffi()->mwa_event_asked($this->event?->pointer());
    }

    /** Returns true if the latest event is a step of the creator's login. */
    public function isLogin(): bool
    {
        return Library::ffi()->mwa_event_is_login($this->event?->pointer());
    }

    /**
     * Answers the step that is the latest event. The loop goes on with it.
     *
     * @param array<string|bool|list<string>> $answers by field name: a text, a bool, or the chosen values of a
     *                                                 multiselect
     *
     * @throws InvalidArgument for an invalid answer: $field names the field, and the step still waits
     */
    public function answer(#[\SensitiveParameter] array $answers): void
    {
        Call::run('mwa_bulk_answer', $this->handle, ToC::answers($answers));
    }

    /**
     * Supplies the address at which the user came back from a {@see Redirect}.
     *
     * @throws InvalidArgument as {@see answer()}
     */
    public function returned(#[\SensitiveParameter] string $url): void
    {
        Call::run('mwa_bulk_returned', $this->handle, new Secret($url));
    }

    /**
     * Gives up the row whose step is the latest event. Its result follows.
     *
     * @throws InvalidArgument at the creator's login, which cannot be skipped
     */
    public function skip(): void
    {
        Call::run('mwa_bulk_skip', $this->handle);
    }

    /**
     * Fetches an image of the captcha of the latest event, the one at this index in {@see Captcha::$imageUrls}.
     *
     * @throws InvalidArgument    if the latest event shows no captcha, or one without this image
     * @throws MwaccountException if the image cannot be fetched
     */
    public function image(int $index = 0): Image
    {
        $ffi = Library::ffi();
        $captcha = $ffi->mwa_step_captcha($ffi->mwa_event_step($this->event?->pointer()));
        if ($captcha === null) {
            throw new InvalidArgument('the latest event shows no captcha');
        }
        $fetch = Call::make('conversation', 'mwa_bulk_image', $this->handle, $captcha, $index);

        return (new ImageFetch($fetch, $this->log))->image();
    }

    /** @return array{} nothing, because the state is in the C library */
    public function __debugInfo(): array
    {
        return [];
    }

    /** Goes on to the next event, and returns it, or null if no row is left. */
    private function advance(): Ask|Restart|Redirect|RowResult|Wait|Stop|null
    {
        while (($event = Call::make('event', 'mwa_bulk_next', $this->handle)) === null) {
            if ($this->hasBegun) {
                $this->rows->next();
            }
            $this->hasBegun = true;
            if (!$this->rows->valid()) {
                return null;
            }
            $this->add($this->rows->current());
        }
        $this->event = $event;

        return FromC::event($event);
    }

    private function add(mixed $row): void
    {
        $isNumbered = is_array($row) && array_is_list($row) && count($row) === 2
            && is_int($row[0]) && $row[0] > 0 && $row[1] instanceof NewAccount;
        if (!$isNumbered && !$row instanceof NewAccount) {
            throw new InvalidArgument('a row is a NewAccount, or a list of its number, from 1, and a NewAccount');
        }
        [$number, $account] = $isNumbered ? $row : [0, $row];
        Call::run('mwa_bulk_add', $this->handle, ToC::account($account), $number);
    }
}
