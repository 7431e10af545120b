<?php

declare(strict_types=1);

namespace Mwaccount;

/** An option of a select or multiselect. */
final class FieldOption
{
    /**
     * @param string $value the value to answer with
     * @param string $label the text to show
     */
    public function __construct(public readonly string $value, public readonly string $label)
    {
    }
}
