<?php

declare(strict_types=1);

namespace Mwaccount;

/** The requirements of a wiki for a new account, returned by {@see Wiki::probe()}. Null means unknown on this wiki. */
final class Requirements
{
    /**
     * @param Dialect|null $dialect         the wiki's dialect; null for one that only a newer version of the package
     *                                      knows
     * @param string|null  $generator       the wiki's release, such as "MediaWiki 1.39.17"
     * @param bool|null    $mayCreate       true if this caller may create accounts: the wiki's own check let a
     *                                      request pass that creates nothing; limits on accounts, and up to 1.26
     *                                      blacklists of open proxies, are checked at the creation only
     * @param Refused|null $refusal         the refusal, if $mayCreate is false
     * @param list<Field>  $fields          the fields of a new account, including those of all alternatives (a password
     *                                      or a button), without hidden ones that have a value
     * @param bool|null    $captchaAsked    true if a captcha is required; wikis of 1.21 and 1.22 may enforce one that
     *                                      the API does not show
     * @param Captcha|null $captcha         the captcha, if the wiki shows it beforehand (1.27 and later); the probe
     *                                      does not use it up
     * @param bool|null    $nameGood        true if the wiki would accept the name (1.28 and later); older and private
     *                                      wikis report some invalid and all taken names, and of others at most
     *                                      $nameFree
     * @param Refused|null $nameRefusal     the refusal, if $nameGood is false
     * @param bool|null    $nameFree        true if the wiki shows no account of the name, false if it shows one; a
     *                                      free name may still be refused: the wiki may reserve or blacklist it, or an
     *                                      extension may find it too similar to another or know it from another wiki
     * @param bool|null    $passwordGood    true if the wiki would accept the password (known on 1.29 and later)
     * @param Refused|null $passwordRefusal the refusal, if $passwordGood is false
     * @param bool|null    $emailRequired   true if an e-mail address is required
     * @param bool         $singleSignOn    true if accounts come only from a single sign-on service
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
        public readonly ?bool $nameFree = null,
        public readonly ?bool $passwordGood = null,
        public readonly ?Refused $passwordRefusal = null,
        public readonly ?bool $emailRequired = null,
        public readonly bool $singleSignOn = false
    ) {
    }
}
