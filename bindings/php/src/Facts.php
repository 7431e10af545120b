<?php

declare(strict_types=1);

namespace Mwaccount;

/** The facts known about a wiki when {@see Wiki::facts()} was called. */
final class Facts
{
    /**
     * @param string       $apiUrl    the API URL, the address of api.php; a Wiki made with it does not search for
     *                                api.php again
     * @param Dialect|null $dialect   the wiki's dialect; null until it was detected
     * @param string|null  $generator the wiki's release; null until {@see Wiki::probe()} or a page showed it
     * @param string|null  $movedFrom the given address, if the wiki redirected to another host or scheme
     * @param bool         $movedUnencrypted true if an unencrypted response led to another host. Anybody on the way
     *                                could have sent it, so do not store $apiUrl then. Unless allowHttp is set, no account
     *                                is created there and nobody is logged in ({@see Reason::Insecure})
     * @param string|null  $creator   the name of the logged-in creator
     * @param int          $requests  the number of HTTP requests sent so far, including redirects, repeated reads
     *                                and images
     * @param bool         $isApiFound true if api.php has been located; until then $apiUrl is the given address
     */
    public function __construct(
        public readonly string $apiUrl,
        public readonly ?Dialect $dialect,
        public readonly ?string $generator,
        public readonly ?string $movedFrom,
        public readonly bool $movedUnencrypted,
        public readonly ?string $creator,
        public readonly int $requests,
        public readonly bool $isApiFound
    ) {
    }
}
