<?php

declare(strict_types=1);

namespace Mwaccount;

/** What can be chosen of a select or multiselect. */
final class FieldOption
{
    /**
     * @param string $value what is answered
     * @param string $label the text for people
     */
    public function __construct(public readonly string $value, public readonly string $label)
    {
    }
}
