<?php

declare(strict_types=1);

namespace Mwaccount;

/** The format of the legacy API. The numbers are the C library's. */
enum Format: int
{
    case Json = 0;
    case Xml = 1;
}
