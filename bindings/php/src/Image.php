<?php

declare(strict_types=1);

namespace Mwaccount;

/** A captcha's image. */
final class Image
{
    /** Images without scripts. */
    private const EXTENSIONS = [
        'image/png' => 'png',
        'image/gif' => 'gif',
        'image/jpeg' => 'jpg',
        'image/webp' => 'webp',
        'image/bmp' => 'bmp',
    ];

    /**
     * @param string $mediaType the media type in the wiki's response, such as "image/png"
     * @param string $bytes     the content of the image file
     */
    public function __construct(public readonly string $mediaType, public readonly string $bytes)
    {
    }

    /**
     * Writes the image to a new file that only this user can read, and returns its path.
     *
     * Its extension is that of an image without scripts, or "bin", which no program opens by itself.
     *
     * @param string|null $folder the folder; null for the system's folder for temporary files
     *
     * @throws \RuntimeException if the file cannot be written
     */
    public function save(?string $folder = null): string
    {
        $extension = self::EXTENSIONS[strtolower($this->mediaType)] ?? 'bin';
        $path = ($folder ?? sys_get_temp_dir()) . '/captcha-' . bin2hex(random_bytes(8)) . ".$extension";
        // Empty until only this user can read it. "x" refuses a file or link that is there.
        $file = @fopen($path, 'x');
        $saved = $file !== false && chmod($path, 0600) && fwrite($file, $this->bytes) === strlen($this->bytes);
        if (!$saved) {
            throw new \RuntimeException("the image cannot be written to $path");
        }
        fclose($file);

        return $path;
    }

    /** Returns the image as a data: URI for the src attribute of an img element. Escape it as HTML. */
    public function dataUri(): string
    {
        return "data:{$this->mediaType};base64," . base64_encode($this->bytes);
    }
}
