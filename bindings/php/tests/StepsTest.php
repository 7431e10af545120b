<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Ask;
use Mwaccount\Created;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\FieldKind;
use Mwaccount\Options;
use Mwaccount\Reason;
use Mwaccount\Redirect;
use Mwaccount\Restart;
use Mwaccount\Tests\Support\WikiTestCase;

final class StepsTest extends WikiTestCase
{
    private const BACK = 'http://127.0.0.1:9/back';

    public function testSecondFactor(): void
    {
        $creation = $this->wiki('--release 1.43 --setting otp')->create($this->zoe());
        $ask = $creation->step();
        self::assertInstanceOf(Ask::class, $ask);
        self::assertTrue($ask->accountExists);
        $plan = $ask->field('otpPlan');
        self::assertSame(FieldKind::Select, $plan->kind);
        self::assertNotEmpty($plan->options);
        self::assertNotSame('', $plan->options[0]->label);

        try {
            $creation->answer(['otpPlan' => 'nosuch']);
            self::fail('an invalid option was accepted');
        } catch (InvalidArgument $e) {
            self::assertSame('otpPlan', $e->field);
            self::assertSame(Reason::InvalidArgument, $e->reason);
        }
        $created = $creation->answer([
            'otpToken' => '123456',
            'otpPlan' => 'b',
            'otpTags' => ['x', 'y'],
            'otpAgree' => true,
        ]);
        self::assertInstanceOf(Created::class, $created);
        self::assertSame([], $created->warnings);
    }

    public function testAnswerOfAWrongType(): void
    {
        $creation = $this->wiki('--release 1.43 --setting otp')->create($this->zoe());
        $creation->step();
        foreach ([['otpToken' => 123456], ['otpTags' => ['x', 1]], ['otpToken' => null]] as $answers) {
            try {
                $creation->answer($answers);
                self::fail('a value of a wrong type was accepted');
            } catch (InvalidArgument $e) {
                self::assertSame(array_key_first($answers), $e->field);
            }
        }
    }

    public function testRedirect(): void
    {
        $wiki = $this->wiki('--release 1.43 --setting openid', new Options(returnUrl: self::BACK));
        $creation = $wiki->create($this->zoe());
        $redirect = $creation->step();
        self::assertInstanceOf(Redirect::class, $redirect);
        self::assertNotNull($redirect->accountExists);
        self::assertStringContainsString('http', $redirect->url);
        self::assertStringNotContainsString($redirect->url, print_r($redirect, true));

        $next = $creation->returned(self::BACK . '?code=c0de&state=st4te');
        self::assertInstanceOf(Ask::class, $next);
        self::assertNotNull($next->field('otpToken'));
    }

    public function testRestart(): void
    {
        $restart = $this->restartedLogin($this->wiki('--release 1.43'))->step();
        self::assertInstanceOf(Restart::class, $restart);
        self::assertSame('Nobody here has this login.', $restart->message);
        self::assertTrue($restart->field('pin')->sensitive);
    }

    public function testTermsCheckbox(): void
    {
        $creation = $this->wiki('--release 1.43 --setting terms')->create($this->zoe());
        $ask = $creation->step();
        self::assertInstanceOf(Ask::class, $ask);
        self::assertFalse($ask->accountExists);
        $box = array_values(array_filter($ask->fields, fn ($field) => $field->kind === FieldKind::Checkbox));
        self::assertCount(1, $box);
        self::assertInstanceOf(Created::class, $creation->answer([$box[0]->name => true]));
    }
}
