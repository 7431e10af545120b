<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\FromC;

/** The fetching of a captcha's image: {@see Interaction::beginImage()}. */
final class ImageFetch extends Conversation
{
    /**
     * The image.
     *
     * @throws MwaccountException with {@see Reason::CaptchaUnavailable} where the wiki gives none
     */
    public function image(): Image
    {
        return FromC::image($this->advance());
    }
}
