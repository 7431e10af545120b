<?php

declare(strict_types=1);

namespace Mwaccount;

/** A captcha to show to a person. Its answer goes into the field "captcha". */
final class Captcha
{
    /** The field that takes the answer, on every wiki. */
    public const FIELD = 'captcha';
    /** The field that takes reCAPTCHA 1's challenge, beside its response. */
    public const CHALLENGE_FIELD = 'captcha-challenge';

    /**
     * @param CaptchaKind $kind     the kind of captcha
     * @param string|null $question the question or sum as plain text
     * @param string|null $imageUrl the address of the image, which needs the session's cookies:
     *                              {@see Interaction::image()} fetches it
     * @param string|null $siteKey  the site key for the third party's widget
     */
    public function __construct(
        public readonly CaptchaKind $kind,
        public readonly ?string $question = null,
        public readonly ?string $imageUrl = null,
        public readonly ?string $siteKey = null
    ) {
    }
}
