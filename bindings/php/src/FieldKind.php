<?php

declare(strict_types=1);

namespace Mwaccount;

/** What kind of value a field takes: the types of MediaWiki's AuthManager. */
enum FieldKind: string
{
    /** Something to show, never sent. */
    case Null = 'null';
    /** A line of text. */
    case String = 'string';
    /** A line of text not to be shown. */
    case Password = 'password';
    /** One of the options. */
    case Select = 'select';
    /** Yes or no. */
    case Checkbox = 'checkbox';
    /** Any of the options. */
    case Multiselect = 'multiselect';
    /** Something to press. */
    case Button = 'button';
    /** A value to be sent back unchanged; the library does so. */
    case Hidden = 'hidden';
}
