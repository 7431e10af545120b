<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\Library;

/** Fetches the image of the captcha that a conversation's last step shows. */
trait CaptchaTrait
{
    /**
     * The image of the captcha: one request, made when it is asked for.
     *
     * @throws MwaccountException an {@see InvalidArgument} if no captcha is shown, or it has no image
     */
    public function image(): Image
    {
        return $this->beginImage()->image();
    }

    /**
     * Begins to fetch the image: a conversation of its own, for hosts that send the requests themselves. This one
     * still waits.
     *
     * @throws MwaccountException as {@see image()}
     */
    public function beginImage(): ImageFetch
    {
        $ffi = Library::ffi();
        $step = $this->currentStep()->pointer;
        $captcha = $ffi->mwa_step_captcha($step) ?? $ffi->mwa_requirements_captcha($ffi->mwa_step_requirements($step));
        if ($captcha === null) {
            throw new InvalidArgument('no captcha is shown here');
        }

        $image = Call::make('conversation', 'mwa_conversation_image', $this->handle(), $captcha);

        return new ImageFetch($image, $this->log);
    }
}
