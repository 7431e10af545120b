<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\Library;

/** Fetches the image of the captcha in the latest step of a conversation. */
trait CaptchaTrait
{
    /**
     * Fetches the image of the captcha, with one request per call.
     *
     * @throws InvalidArgument    if the latest step shows no captcha, or one without an image
     * @throws MwaccountException if the image cannot be fetched
     */
    public function image(): Image
    {
        return $this->beginImage()->image();
    }

    /**
     * Returns a conversation that fetches the image, for callers with their own HTTP client.
     *
     * This conversation keeps waiting for its answer.
     *
     * @throws InvalidArgument if the latest step shows no captcha, or one without an image
     */
    public function beginImage(): ImageFetch
    {
        $ffi = Library::ffi();
        $step = $this->currentStep()->pointer;
        $captcha = $ffi->mwa_step_captcha($step) ?? $ffi->mwa_requirements_captcha($ffi->mwa_step_requirements($step));
        if ($captcha === null) {
            throw new InvalidArgument('the latest step shows no captcha');
        }

        $image = Call::make('conversation', 'mwa_conversation_image', $this->handle(), $captcha);

        return new ImageFetch($image, $this->log);
    }
}
