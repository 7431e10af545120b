<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Ask;
use Mwaccount\CaptchaKind;
use Mwaccount\Created;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Image;
use Mwaccount\NewAccount;
use Mwaccount\Options;
use Mwaccount\Tests\Support\OwnHttp;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Testwiki\Testwiki;
use Mwaccount\Wiki;

final class ImageTest extends WikiTestCase
{
    private const PNG = "\x89PNG\r\n\x1a\n";

    /**
     * @testWith ["1.26"]
     *           ["1.43"]
     */
    public function testCaptchaImage(string $release): void
    {
        $creation = $this->wiki("--release $release --captcha fancy")->create($this->zoe());
        $ask = $creation->step();
        self::assertInstanceOf(Ask::class, $ask);
        self::assertSame(CaptchaKind::Image, $ask->captcha->kind);
        self::assertCount(1, $ask->captcha->imageUrls);
        self::assertNull($ask->captcha->question);
        $image = $creation->image();
        self::assertSame('image/png', $image->mediaType);
        self::assertStringStartsWith(self::PNG, $image->bytes);
        self::assertSame('data:image/png;base64,' . base64_encode($image->bytes), $image->dataUri());
        self::assertInstanceOf(Created::class, $creation->answer(['captcha' => Testwiki::IMAGE_WORD]));
    }

    public function testImagesAreSavedForThisUserAlone(): void
    {
        $path = (new Image('image/PNG', self::PNG))->save();
        self::assertMatchesRegularExpression('/^' . preg_quote(sys_get_temp_dir(), '/') . '.captcha-\w+\.png$/', $path);
        self::assertSame(self::PNG, file_get_contents($path));
        self::assertSame(0600, fileperms($path) & 0777);
        unlink($path);
        // A browser would run the scripts of others.
        foreach (['image/svg+xml', 'text/html', 'image/../../x'] as $type) {
            $path = (new Image($type, '<script>'))->save();
            self::assertMatchesRegularExpression('/captcha-\w+\.bin$/', $path);
            unlink($path);
        }
        $this->expectException(\RuntimeException::class);
        (new Image('image/png', self::PNG))->save('/nowhere');
    }

    public function testImageOfAResumedConversation(): void
    {
        $creation = $this->wiki('--release 1.43 --captcha fancy')->create($this->zoe());
        $creation->step();
        $creation = Wiki::resume($creation->suspend())->creation;
        self::assertStringStartsWith(self::PNG, $creation->image()->bytes);
    }

    public function testImageOfAProbe(): void
    {
        $probe = $this->wiki('--release 1.43 --captcha fancy')->beginProbe(new NewAccount('Zoe'));
        self::assertTrue($probe->requirements()->captchaAsked);
        self::assertStringStartsWith(self::PNG, $probe->image()->bytes);
    }

    public function testImageWithOwnHttp(): void
    {
        $creation = $this->wiki('--release 1.43 --captcha fancy')->create($this->zoe());
        $creation->step();
        $fetching = $creation->beginImage();
        $http = new OwnHttp();
        $http->drive($fetching);
        self::assertCount(1, $http->sent);
        self::assertStringStartsWith(self::PNG, $fetching->image()->bytes);
    }

    /**
     * @testWith ["1.22"]
     *           ["1.26"]
     *           ["1.43"]
     */
    public function testImagesOfAQuestion(string $release): void
    {
        $creation = $this->wiki("--release $release --captcha questy --setting richquestion")->create($this->zoe());
        $ask = $creation->step();
        self::assertInstanceOf(Ask::class, $ask);
        self::assertSame(CaptchaKind::Question, $ask->captcha->kind);
        $start = 'What is the capital, with 2²+1 letters, of the country in [image 1: the picture]';
        self::assertStringStartsWith($start, $ask->captcha->question);
        self::assertStringEndsWith('/rules?a=1&b=2)?', $ask->captcha->question);
        self::assertStringContainsString('<sup>2</sup>', $ask->captcha->questionHtml);
        self::assertCount(1, $ask->captcha->imageUrls);
        self::assertStringStartsWith(self::PNG, $creation->image()->bytes);
        self::assertInstanceOf(Created::class, $creation->answer(['captcha' => 'Paris']));
    }

    public function testCaptchaWithoutAnImage(): void
    {
        $creation = $this->wiki('--release 1.43 --captcha questy', new Options())->create($this->zoe());
        $creation->step();
        $this->expectException(InvalidArgument::class);
        $creation->image();
    }
}
