<?php

declare(strict_types=1);

namespace Mwaccount\Exception;

use Mwaccount\Reason;
use RuntimeException;
use Throwable;

/**
 * The base class of this package's exceptions. Except after a {@see LibraryFault}, certainly nothing was created.
 *
 * The message describes what happened and what to do. It contains no secret. A refusal by the wiki throws nothing: it
 * is a step, {@see \Mwaccount\Refused}. If the response to a creation is lost, the step is {@see \Mwaccount\Unknown}.
 */
abstract class MwaccountException extends RuntimeException
{
    /**
     * @param Reason      $reason     the reason, the same on every release of MediaWiki
     * @param string|null $wikiCode   the wiki's own error code, such as "blocked"
     * @param string|null $field      the name of the field with the invalid value
     * @param int|null    $retryAfter the seconds to wait before trying again; null if unknown
     */
    public function __construct(
        string $message,
        public readonly Reason $reason = Reason::Other,
        public readonly ?string $wikiCode = null,
        public readonly ?string $field = null,
        public readonly ?int $retryAfter = null,
        ?Throwable $previous = null
    ) {
        parent::__construct($message, 0, $previous);
    }
}
