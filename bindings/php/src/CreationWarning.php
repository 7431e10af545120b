<?php

declare(strict_types=1);

namespace Mwaccount;

/** Something that did not go as wished while the account was created all the same. */
final class CreationWarning
{
    /** The wiki does not take something that was wished; it was left out. */
    public const NOT_OFFERED = 'not-offered';
    /** The account has another name than was asked for. */
    public const NAME_CHANGED = 'name-changed';
    /** A field was given that the wiki did not ask for. */
    public const FIELD_UNUSED = 'field-unused';
    /** The wiki moved from the address that was given. */
    public const MOVED = 'moved';
    /** The wiki's answer was lost or unclear, and the account was found there. */
    public const ANSWER_LOST = 'answer-lost';
    /** The account exists, but further steps of the wiki did not come to their end, or nobody knows. */
    public const SETUP_UNFINISHED = 'setup-unfinished';

    /**
     * @param string $code    one of the codes above, or the wiki's own
     * @param string $message a sentence
     */
    public function __construct(public readonly string $code, public readonly string $message)
    {
    }
}
