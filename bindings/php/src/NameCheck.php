<?php

declare(strict_types=1);

namespace Mwaccount;

/** The result of a check of one name of many ({@see Wiki::checkNames()}). */
final class NameCheck
{
    /**
     * @param string       $askedName the name that was asked for
     * @param string|null  $name      the name as the wiki spells it; null if it does not show that
     * @param NameStatus   $status    the wiki's answer
     * @param Refused|null $refusal   the refusal of a name that is not free, or why its status is unknown
     */
    public function __construct(
        public readonly string $askedName,
        public readonly ?string $name,
        public readonly NameStatus $status,
        public readonly ?Refused $refusal
    ) {
    }
}
