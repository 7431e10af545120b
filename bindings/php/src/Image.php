<?php

declare(strict_types=1);

namespace Mwaccount;

/** A captcha's image. */
final class Image
{
    /**
     * @param string $mediaType what it is, as the wiki says: "image/png"
     * @param string $bytes     the file
     */
    public function __construct(public readonly string $mediaType, public readonly string $bytes)
    {
    }

    /** The image as a data: address, for the src of an img. It still wants to be escaped as HTML. */
    public function dataUri(): string
    {
        return "data:{$this->mediaType};base64," . base64_encode($this->bytes);
    }
}
