<?php

declare(strict_types=1);

namespace Mwaccount;

/** The kind of value that a field takes: the field types of MediaWiki's AuthManager. */
enum FieldKind: string
{
    /** Text to show. It takes no value. */
    case Null = 'null';
    /** A line of text. */
    case String = 'string';
    /** A line of text that is hidden while it is typed. */
    case Password = 'password';
    /** One of the options. Answered with its value. */
    case Select = 'select';
    /** A bool. */
    case Checkbox = 'checkbox';
    /** Any number of the options. Answered with a list of their values. */
    case Multiselect = 'multiselect';
    /** A button. Answered with a bool: true if pressed. */
    case Button = 'button';
    /** A value that the library sends back unchanged. */
    case Hidden = 'hidden';
}
