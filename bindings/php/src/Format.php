<?php

declare(strict_types=1);

namespace Mwaccount;

/** The format of the legacy API's responses. */
enum Format: string
{
    case Json = 'json';
    case Xml = 'xml';
}
