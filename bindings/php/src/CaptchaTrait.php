<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\Library;

/** Fetches the images of the captcha in the latest step of a conversation. */
trait CaptchaTrait
{
    /**
     * Fetches an image of the captcha, with one request per call: the one at this index in
     * {@see Captcha::$imageUrls}.
     *
     * @throws InvalidArgument    if the latest step shows no captcha, or one without this image
     * @throws MwaccountException if the image cannot be fetched
     */
    public function image(int $index = 0): Image
    {
        return $this->beginImage($index)->image();
    }

    /**
     * Returns a conversation that fetches an image, for callers with their own HTTP client.
     *
     * This conversation keeps waiting for its answer.
     *
     * @throws InvalidArgument if the latest step shows no captcha, or one without this image
     */
    public function beginImage(int $index = 0): ImageFetch
    {
        $ffi = Library::ffi();
        $step = $this->currentStep()->pointer();
        $captcha = $ffi->mwa_step_captcha($step) ?? $ffi->mwa_requirements_captcha($ffi->mwa_step_requirements($step));
        if ($captcha === null) {
            throw new InvalidArgument('the latest step shows no captcha');
        }

        $image = Call::make('conversation', 'mwa_conversation_image', $this->handle(), $captcha, $index);

        return new ImageFetch($image, $this->log);
    }
}
