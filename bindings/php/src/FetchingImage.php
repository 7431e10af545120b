<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Reader;

/** The fetching of a captcha's image: {@see Interaction::fetchingImage()}. */
final class FetchingImage extends Conversation
{
    /**
     * The image.
     *
     * @throws MwaccountException with {@see Reason::CaptchaUnavailable} where the wiki gives none
     */
    public function image(): Image
    {
        return Reader::image($this->go());
    }
}
