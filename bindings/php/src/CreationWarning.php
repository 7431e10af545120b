<?php

declare(strict_types=1);

namespace Mwaccount;

/** A deviation from the request that did not keep the account from being created. */
final class CreationWarning
{
    /** The wiki does not offer a requested value, which was left out. */
    public const NOT_OFFERED = 'not-offered';
    /** The account has another name than the requested one. */
    public const NAME_CHANGED = 'name-changed';
    /** A field was given that the wiki did not ask for. */
    public const FIELD_UNUSED = 'field-unused';
    /** The wiki moved away from the given address. */
    public const MOVED = 'moved';
    /** The wiki's response was lost or unclear, and the existence check found the account. */
    public const ANSWER_LOST = 'answer-lost';
    /** The account exists, but the wiki's further steps (such as a second factor) may not be completed. */
    public const SETUP_UNFINISHED = 'setup-unfinished';

    /**
     * @param string $code    one of the codes above, or the wiki's own
     * @param string $message a sentence for people
     */
    public function __construct(public readonly string $code, public readonly string $message)
    {
    }
}
