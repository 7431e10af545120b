<?php

declare(strict_types=1);

namespace Mwaccount;

/** A captcha's image. */
final class Image
{
    /**
     * @param string $mediaType the media type in the wiki's response, such as "image/png"
     * @param string $bytes     the content of the image file
     */
    public function __construct(public readonly string $mediaType, public readonly string $bytes)
    {
    }

    /** Returns the image as a data: URI for the src attribute of an img element. Escape it as HTML. */
    public function dataUri(): string
    {
        return "data:{$this->mediaType};base64," . base64_encode($this->bytes);
    }
}
