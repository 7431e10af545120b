<?php

declare(strict_types=1);

namespace Mwaccount;

/** A captcha to show to somebody, whose answer is the field "captcha". The library solves none. */
final class Captcha
{
    /** The field that takes the answer, on every wiki. */
    public const FIELD = 'captcha';
    /** The field that takes reCAPTCHA 1's challenge, beside its response. */
    public const CHALLENGE_FIELD = 'captcha-challenge';

    /**
     * @param CaptchaKind $kind     what sort of captcha it is
     * @param string|null $question the question or sum as plain text
     * @param string|null $imageUrl where the image is; it wants the session's cookies, with which
     *                              {@see Interaction::image()} fetches it
     * @param string|null $siteKey  the site key for a third party's widget
     */
    public function __construct(
        public readonly CaptchaKind $kind,
        public readonly ?string $question = null,
        public readonly ?string $imageUrl = null,
        public readonly ?string $siteKey = null
    ) {
    }
}
