<?php

declare(strict_types=1);

namespace Mwaccount;

/** The captchas of MediaWiki's ConfirmEdit. */
enum CaptchaKind: string
{
    /** SimpleCaptcha: a sum in plain text. */
    case Simple = 'simple';
    /** MathCaptcha: a sum as a formula. */
    case Math = 'math';
    /** QuestyCaptcha: a question. */
    case Question = 'question';
    /** FancyCaptcha: a word in an image. */
    case Image = 'image';
    /** reCAPTCHA 1: a challenge (in the field "captcha-challenge") and its response. */
    case Recaptcha = 'recaptcha';
    /** reCAPTCHA 2: the answer is the token of the widget with the site key. */
    case RecaptchaNoCaptcha = 'recaptchanocaptcha';
    /** hCaptcha: the answer is the token of the widget with the site key. */
    case Hcaptcha = 'hcaptcha';
    /** Turnstile: the answer is the token of the widget with the site key. */
    case Turnstile = 'turnstile';
    /** A captcha that this version does not know. Its answer is sent as for the others. */
    case Other = 'other';
}
