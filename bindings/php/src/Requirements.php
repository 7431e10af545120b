<?php

declare(strict_types=1);

namespace Mwaccount;

/** What was found out without creating anything. Null means that it cannot be known on this wiki. */
final class Requirements
{
    /**
     * @param Dialect|null $dialect         what the wiki speaks; null for what only a newer library knows
     * @param string|null  $generator       the wiki's release, "MediaWiki 1.39.17"
     * @param bool|null    $mayCreate       whether this caller may create accounts there
     * @param Refused|null $refusal         why this caller may not
     * @param list<Field>  $fields          of a new account; of alternative ways (a password, a button) all
     * @param bool|null    $captchaAsked    whether a captcha is asked; on 1.21 and 1.22 one may be enforced that the
     *                                      API does not show
     * @param Captcha|null $captcha         where the wiki shows it beforehand (1.27 and later); probing does not
     *                                      spend it
     * @param bool|null    $nameGood        whether the name that was asked about would be taken
     * @param Refused|null $nameRefusal     why it would not
     * @param bool|null    $passwordGood    whether the password that was asked about would be taken (1.29 and later)
     * @param Refused|null $passwordRefusal why it would not
     * @param bool|null    $emailRequired   whether an e-mail address must be given
     * @param bool         $singleSignOn    whether accounts come from a single sign-on service only
     */
    public function __construct(
        public readonly ?Dialect $dialect,
        public readonly ?string $generator = null,
        public readonly ?bool $mayCreate = null,
        public readonly ?Refused $refusal = null,
        public readonly array $fields = [],
        public readonly ?bool $captchaAsked = null,
        public readonly ?Captcha $captcha = null,
        public readonly ?bool $nameGood = null,
        public readonly ?Refused $nameRefusal = null,
        public readonly ?bool $passwordGood = null,
        public readonly ?Refused $passwordRefusal = null,
        public readonly ?bool $emailRequired = null,
        public readonly bool $singleSignOn = false
    ) {
    }
}
