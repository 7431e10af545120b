<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Created;
use Mwaccount\Image;
use Mwaccount\Tests\Support\WikiTestCase;

require_once __DIR__ . '/Support/captcha_example.php';

/** The example of docs/captchas.md, with every kind of captcha, each first answered wrongly. */
final class CaptchaExampleTest extends WikiTestCase
{
    public function testEveryKind(): void
    {
        foreach (
            [
                ['1.19', 'simple', 'question'],
                ['1.26', 'math', 'question'],
                ['1.43', 'questy', 'question'],
                ['1.22', 'fancy', 'image'],
                ['1.43', 'fancy', 'image'],
                ['1.39', 'recaptcha', 'recaptchanocaptcha'],
                ['1.39', 'hcaptcha', 'hcaptcha'],
                ['1.46', 'turnstile', 'turnstile'],
            ] as [$release, $captcha, $shown]
        ) {
            $person = self::person();
            $step = \signUp($this->wiki("--release $release --captcha $captcha"), $this->zoe(), $person);
            self::assertInstanceOf(Created::class, $step);
            self::assertSame([$shown, $shown], $person->asked);
        }
    }

    /** Returns a person who answers wrongly once, and then rightly. */
    private static function person(): \Person
    {
        return new class implements \Person {
            /** @var list<string> what was shown */
            public array $asked = [];

            public function read(string $question): string
            {
                $isSum = preg_match('/(\d+)\s*([+−-])\s*(\d+)/u', $question, $found) === 1;
                $right = $isSum ? (string) ($found[1] + ($found[2] === '+' ? $found[3] : -$found[3])) : 'Paris';

                return $this->answer('question', $right);
            }

            public function see(Image $image): string
            {
                return $this->answer('image', $image->mediaType === 'image/png' ? 'labword' : '');
            }

            public function useWidget(string $kind, string $siteKey): string
            {
                return $this->answer($kind, $siteKey === '' ? '' : 'labword');
            }

            private function answer(string $shown, string $right): string
            {
                $this->asked[] = $shown;

                return count($this->asked) > 1 ? $right : 'wrong';
            }
        };
    }
}
