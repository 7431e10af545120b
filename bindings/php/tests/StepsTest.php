<?php

declare(strict_types=1);

namespace Mwaccount\Tests;

use Mwaccount\Ask;
use Mwaccount\Created;
use Mwaccount\Credentials;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Field;
use Mwaccount\FieldKind;
use Mwaccount\FieldOption;
use Mwaccount\Options;
use Mwaccount\Reason;
use Mwaccount\Redirect;
use Mwaccount\Refused;
use Mwaccount\Restart;
use Mwaccount\Tests\Support\WikiTestCase;
use Mwaccount\Testwiki\Testwiki;

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

    public function testForeachYieldsEachStepUntilNothingIsSupplied(): void
    {
        $creation = $this->wiki('--release 1.43 --captcha questy')->create($this->zoe());
        $kinds = [];
        foreach ($creation as $step) {
            $kinds[] = $step->kind()->value;
            try {
                match (count($kinds)) {
                    1 => $creation->answer(['nosuch' => 'Paris']),
                    2 => $creation->answer(['captcha' => 123]),
                    3 => $creation->answer(['captcha' => 'London']),
                    4 => $creation->revise($this->zoe()),
                    5 => $creation->answer(['captcha' => 'Paris']),
                    6 => null,
                };
            } catch (InvalidArgument) {
                // The step comes again.
            }
        }
        self::assertSame(['ask', 'ask', 'ask', 'refused', 'ask', 'created'], $kinds);
        self::assertEquals($step, $creation->step());
    }

    public function testForeachEndsAtAStepThatIsLeftAlone(): void
    {
        $creation = $this->wiki('--release 1.43 --captcha questy')->create($this->zoe());
        self::assertCount(1, iterator_to_array($creation));
        // Another loop goes on.
        foreach ($creation as $step) {
            if ($step instanceof Ask) {
                $creation->answer(['captcha' => 'Paris']);
            }
        }
        self::assertInstanceOf(Created::class, $step);
    }

    public function testForeachOverALogin(): void
    {
        $wiki = $this->wiki('--release 1.43');
        $kinds = [];
        $login = $wiki->logIn(Credentials::password('Admin', 'wrongpassword1'));
        foreach ($login as $step) {
            $kinds[] = $step->kind()->value;
            if ($step instanceof Refused) {
                $login->revise(Credentials::password(Testwiki::ADMIN, Testwiki::ADMIN_PASSWORD));
            }
        }
        self::assertSame(['refused', 'logged-in'], $kinds);
    }

    public function testRestartOfALogin(): void
    {
        $wiki = $this->wiki('--release 1.43 --setting linkedlogin');
        $login = $wiki->logIn(Credentials::password(Testwiki::ADMIN, Testwiki::ADMIN_PASSWORD));
        $kinds = [];
        foreach ($login as $step) {
            $kinds[] = $step->kind()->value;
            if ($step instanceof Restart) {
                $answers = ['username' => Testwiki::ADMIN, 'password' => Testwiki::ADMIN_PASSWORD];
                $login->answer(array_intersect_key($answers, array_flip(array_column($step->fields, 'name'))));
            }
        }
        self::assertSame(['restart', 'logged-in'], $kinds);
    }

    public function testLinesThatAPersonTypes(): void
    {
        $options = [new FieldOption('a', 'Plan A'), new FieldOption('b', 'Plan B')];
        foreach (
            [
                [FieldKind::String, 'Paris ', 'Paris '],
                [FieldKind::Password, ' x', ' x'],
                [FieldKind::String, '', null],
                [FieldKind::Checkbox, 'Yes', true],
                [FieldKind::Checkbox, 'no', false],
                [FieldKind::Button, 'y', true],
                [FieldKind::Button, '', null],
                [FieldKind::Select, '2', 'b'],
                [FieldKind::Select, ' b ', 'b'],
                [FieldKind::Select, 'Plan A', 'a'],
                [FieldKind::Select, '3', '3'],
                [FieldKind::Select, '0', '0'],
                [FieldKind::Select, '+2', '+2'],
                [FieldKind::Select, ' ', null],
                [FieldKind::Multiselect, '1, Plan B,c', ['a', 'b', 'c']],
                [FieldKind::Multiselect, '1,', ['a']],
                [FieldKind::Multiselect, '1,, 2', ['a', 'b']],
                [FieldKind::Multiselect, ' , ', null],
                [FieldKind::Multiselect, '', null],
                [FieldKind::Null, 'x', null],
                [FieldKind::Hidden, 'x', null],
            ] as [$kind, $line, $answer]
        ) {
            self::assertSame($answer, (new Field('plan', $kind, options: $options))->answerFrom($line));
        }
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
