<?php

declare(strict_types=1);

namespace Mwaccount;

/** A resumed conversation: either a creation or a login. The other one is null. */
final class Resumed
{
    public function __construct(
        public readonly Wiki $wiki,
        public readonly ?Creation $creation,
        public readonly ?Login $login
    ) {
    }
}
