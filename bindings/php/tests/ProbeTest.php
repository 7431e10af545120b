<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\CaptchaKind;
use Mwaccount\Created;
use Mwaccount\Dialect;
use Mwaccount\FieldKind;
use Mwaccount\NewAccount;
use Mwaccount\Reason;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Testwiki\Testwiki;

final class ProbeTest extends WikiTestCase
{
    public function testProbe(): void
    {
        $wiki = $this->wiki('--release 1.43 --captcha questy --account Zoe:secretword123');
        $found = $wiki->probe(new NewAccount('Zoe', 'Zoe'));
        self::assertSame(Dialect::AuthManager, $found->dialect);
        self::assertStringStartsWith('MediaWiki 1.43', $found->generator);
        self::assertTrue($found->mayCreate);
        self::assertNull($found->refusal);
        self::assertTrue($found->captchaAsked);
        self::assertSame(CaptchaKind::Question, $found->captcha->kind);
        self::assertFalse($found->nameGood);
        self::assertSame(Reason::NameTaken, $found->nameRefusal->reason);
        self::assertFalse($found->passwordGood);
        self::assertSame(Reason::PasswordWeak, $found->passwordRefusal->reason);
        self::assertFalse($found->emailRequired);
        self::assertFalse($found->singleSignOn);
        self::assertContains('captcha', array_column($found->fields, 'name'));
        self::assertSame($found->generator, $wiki->facts()->generator);

        $created = $wiki->create($this->zoe(fields: ['captcha' => Testwiki::ANSWER]))->step();
        self::assertInstanceOf(Created::class, $created);
    }

    public function testProbeOfAnOldWiki(): void
    {
        $found = $this->wiki('--release 1.22')->probe(new NewAccount('Zoe'));
        self::assertSame(Dialect::LegacyApi, $found->dialect);
        self::assertNull($found->passwordGood);
    }

    public function testFields(): void
    {
        $fields = $this->wiki('--release 1.43 --setting otp')->fields();
        $kinds = array_column($fields, 'kind', 'name');
        self::assertSame(FieldKind::Password, $kinds['password']);
        self::assertSame([], $this->wiki('--release 1.26')->fields());
    }
}
