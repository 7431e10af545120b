<?php

declare(strict_types=1);

use Mwaccount\{Captcha, Creation, Image, NewAccount, Prompt, Reason, Refused, Step, Wiki};

/** Shows things to the person who signs up, and returns what the person answers. */
interface Person
{
    public function read(string $question): string;

    public function see(Image $image): string;

    public function useWidget(string $kind, string $siteKey): string;
}

function solve(Creation $creation, Captcha $captcha, Person $person): string
{
    return match (true) {
        $captcha->siteKey !== null => $person->useWidget($captcha->kind->value, $captcha->siteKey),
        $captcha->question !== null => $person->read($captcha->question),
        default => $person->see($creation->image(0)),
    };
}

function signUp(Wiki $wiki, NewAccount $account, Person $person): Step
{
    $creation = $wiki->create($account);
    while (true) {
        $step = $creation->step();
        if ($step instanceof Prompt && $step->captcha !== null) {
            $creation->answer(['captcha' => solve($creation, $step->captcha, $person)]);
        } elseif ($step instanceof Refused && $step->reason === Reason::CaptchaWrong) {
            $creation->revise($account);
        } else {
            return $step;
        }
    }
}
