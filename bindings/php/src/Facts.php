<?php

declare(strict_types=1);

namespace Mwaccount;

/** What is known of a wiki at the moment it is asked for. */
final class Facts
{
    /**
     * @param string       $api       where the wiki's api.php is; given as the address next time, it need not be
     *                                found again
     * @param Dialect|null $dialect   what the wiki speaks; null until it was found out
     * @param string|null  $generator the wiki's release, once {@see Wiki::probe()} asked for it, or a page told it
     * @param string|null  $movedFrom the address given first, if the wiki moved us to another host or scheme
     * @param string|null  $creator   the name of the creator who is logged in
     * @param int          $requests  the HTTP requests spent so far, redirects, repeated reads and images included
     * @param bool         $isFound   whether it is known where api.php is; until then $api is the given address
     */
    public function __construct(
        public readonly string $api,
        public readonly ?Dialect $dialect,
        public readonly ?string $generator,
        public readonly ?string $movedFrom,
        public readonly ?string $creator,
        public readonly int $requests,
        public readonly bool $isFound
    ) {
    }
}
