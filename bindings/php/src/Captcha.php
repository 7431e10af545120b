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
     * @param CaptchaKind  $kind         the kind of captcha
     * @param string|null  $question     the question or sum as plain text. An image in it is written as "[image 1]" or
     *                                   "[image 1: description]", a link as its text with the address in parentheses,
     *                                   sup and sub as raised and lowered characters or after "^" and "_"
     * @param string|null  $questionHtml the question as HTML, as the wiki sent it, relative to the wiki. Trust it no
     *                                   more than the wiki
     * @param list<string> $imageUrls    the addresses of the images: of the word to type, else of those in the
     *                                   question. They may need the session's cookies: {@see Interaction::image()}
     *                                   fetches them. An address that begins with "data:" is the image itself
     * @param string|null  $siteKey      the site key for the third party's widget
     */
    public function __construct(
        public readonly CaptchaKind $kind,
        public readonly ?string $question = null,
        public readonly ?string $questionHtml = null,
        public readonly array $imageUrls = [],
        public readonly ?string $siteKey = null
    ) {
    }
}
