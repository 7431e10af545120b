<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Native\NotCopyableTrait;
use WeakMap;

/** A text that nobody should see by accident: var_dump, print_r, var_export and casts show nothing of it. */
final class Secret
{
    use NotCopyableTrait;

    /** @var WeakMap<self, string>|null the texts, outside of the objects that stand for them */
    private static ?WeakMap $texts = null;

    public function __construct(#[\SensitiveParameter] string $text)
    {
        self::$texts ??= new WeakMap();
        self::$texts[$this] = $text;
    }

    /** The secret, or what is one already; null for none. */
    public static function of(#[\SensitiveParameter] string|self|null $text): ?self
    {
        return is_string($text) ? new self($text) : $text;
    }

    /** The text itself. */
    public function reveal(): string
    {
        return self::$texts[$this];
    }
}
