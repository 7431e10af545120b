<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\FromC;

/** A conversation that fetches the image of a captcha, returned by {@see CaptchaTrait::beginImage()}. */
final class ImageFetch extends Conversation
{
    /**
     * Returns the image.
     *
     * @throws MwaccountException with {@see Reason::CaptchaUnavailable} if the wiki does not serve the image
     */
    public function image(): Image
    {
        return FromC::image($this->advance());
    }
}
