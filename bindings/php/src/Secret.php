<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Native\NotCopyableTrait;
use WeakMap;

/** A text that var_dump, print_r, var_export and casts do not reveal. */
final class Secret
{
    use NotCopyableTrait;

    /** @var WeakMap<self, string>|null the texts, stored outside of the objects */
    private static ?WeakMap $texts = null;

    public function __construct(#[\SensitiveParameter] string $text)
    {
        self::$texts ??= new WeakMap();
        self::$texts[$this] = $text;
    }

    /** Returns the text as a Secret. Returns a Secret and null unchanged. */
    public static function of(#[\SensitiveParameter] string|self|null $text): ?self
    {
        return is_string($text) ? new self($text) : $text;
    }

    /** Returns the text. */
    public function reveal(): string
    {
        return self::$texts[$this];
    }
}
