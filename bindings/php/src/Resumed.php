<?php

declare(strict_types=1);

namespace Mwaccount;

/** A conversation that was taken up again: a creation or a login, and the other is null. */
final class Resumed
{
    public function __construct(
        public readonly Wiki $wiki,
        public readonly ?Creation $creation,
        public readonly ?Login $login
    ) {
    }
}
