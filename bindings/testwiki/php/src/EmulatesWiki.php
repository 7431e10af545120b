<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki;

/**
 * Gives each test of a PHPUnit test case an emulated wiki of its own, on which nothing has happened yet.
 *
 * All wikis run in one process, one after the other, which ends with PHP.
 */
trait EmulatesWiki
{
    private ?Testwiki $emulatedWiki = null;

    /**
     * Returns the wiki of this test. The first call in a test, and each one with options, starts it anew.
     *
     * @param string|null  $release    the release of MediaWiki, such as "1.26"; 1.43 if null
     * @param string|null  $captcha    the captcha of new users: simple, math, questy, fancy, recaptcha, hcaptcha or
     *                                 turnstile
     * @param list<string> $settings   settings such as "private"; `testwiki --list` shows all
     * @param list<string> $faults     faults that happen once each, such as "reset-after@createaccount:2"
     * @param mixed        ...$options further options, see Testwiki
     *
     * @throws TestwikiException with the command's message if it refuses an option
     */
    protected function wiki(
        ?string $release = null,
        ?string $captcha = null,
        array $settings = [],
        array $faults = [],
        mixed ...$options
    ): Testwiki {
        // PHPUnit makes an object for each test.
        if ($this->emulatedWiki === null || func_get_args() !== [] || $options !== []) {
            $options += ['release' => $release, 'captcha' => $captcha, 'settings' => $settings, 'faults' => $faults];
            $this->emulatedWiki = SharedWiki::reset($options);
        }

        return $this->emulatedWiki;
    }
}
