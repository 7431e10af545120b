<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\Handle;
use Mwaccount\Native\NotCopyableTrait;

/**
 * The journal of runs of many accounts: a file that tells what was sent and what became of it, without passwords.
 *
 * Several runs, each on another wiki, may have one journal. It stays locked until it and its runs are gone.
 */
final class Journal
{
    use NotCopyableTrait;

    private readonly Handle $handle;

    /**
     * Opens the journal at a path, or creates it, readable by this user alone.
     *
     * @throws MwaccountException with {@see Reason::Journal} if the file cannot be read or written, is no journal, is
     *                            damaged, or another run uses it; a last line that was not written to its end is no
     *                            damage
     */
    public function __construct(string $path)
    {
        $this->handle = Call::make('journal', 'mwa_journal_open', $path);
    }

    /** @internal */
    public function handle(): Handle
    {
        return $this->handle;
    }

    /** @return array{} nothing, because the state is in the C library */
    public function __debugInfo(): array
    {
        return [];
    }
}
