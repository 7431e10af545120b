<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Native\Numbered;

/** The format of the legacy API. */
enum Format: string
{
    use Numbered;

    private const PREFIX = 'MWA_FORMAT_';

    case Json = 'json';
    case Xml = 'xml';
}
