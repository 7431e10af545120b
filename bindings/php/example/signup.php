<?php

declare(strict_types=1);

// Creates an account: php signup.php WIKI NAME [EMAIL]. Asks on the terminal whatever the wiki asks.

use Mwaccount\{Created, Creation, FieldKind, NewAccount, Prompt, Reason, Redirect, Refused, Unknown, Wiki};
use Mwaccount\Exception\{InvalidArgument, MwaccountException};

require is_file('vendor/autoload.php') ? 'vendor/autoload.php' : __DIR__ . '/../autoload.php';

/** Creates the account, and returns an exit status. */
function signUp(Wiki $wiki, NewAccount $account): int
{
    $creation = $wiki->create($account);
    foreach ($creation as $step) {
        try {
            if ($step instanceof Prompt) {
                $creation->answer(answers($creation, $step));
            } elseif ($step instanceof Redirect) {
                echo "Visit {$step->url}\n";
                $creation->returned(ask('Address to which the browser came back'));
            } elseif ($step instanceof Refused) {
                echo "refused, {$step->reason->value}: {$step->message}\n";
                if ($step->reason === Reason::NameTaken) {
                    $account = $account->with(name: ask('Another name'));
                    $creation->revise($account);
                } elseif (
                    $step->reason === Reason::CaptchaWrong
                    || ($step->mayResubmit && ask('Send it again? (y/n)') === 'y')
                ) {
                    $creation->revise($account);
                }
            } elseif ($step instanceof Created) {
                foreach ($step->warnings as $warning) {
                    echo "but {$warning->message}\n";
                }
                echo "created {$step->name}\n";

                return 0;
            } elseif ($step instanceof Unknown) {
                echo "perhaps created: {$step->evidence}\n";

                return 2;
            }
        } catch (InvalidArgument $e) {
            // The same step comes again.
            echo "{$e->getMessage()}\n";
        }
    }

    return 1;
}

/** Shows a prompt and its captcha, and returns the answers. */
function answers(Creation $creation, Prompt $prompt): array
{
    echo "{$prompt->message}\n{$prompt->captcha?->question}\n";
    foreach (array_keys($prompt->captcha?->imageUrls ?? []) as $index) {
        echo "The image of the captcha is {$creation->image($index)->save()}\n";
    }
    if ($prompt->captcha?->siteKey !== null) {
        echo "Answer with the token of {$prompt->captcha->kind->value} for the site key {$prompt->captcha->siteKey}\n";
    }
    $answers = [];
    foreach ($prompt->fields as $field) {
        $label = ($field->label ?? $field->name) . ($field->value === null ? '' : ": $field->value");
        if ($field->takesAnswer()) {
            foreach ($field->options as $number => $option) {
                echo '  ', $number + 1, ". $option->label\n";
            }
            $answers[$field->name] = $field->answerFrom(ask($label, hidden: $field->sensitive));
        } elseif ($field->kind === FieldKind::Null) {
            echo "$label\n";
        }
    }

    return array_filter($answers, fn ($answer) => $answer !== null);
}

/** Asks for a line. */
function ask(string $label, bool $hidden = false): string
{
    if ($hidden) {
        system('stty -echo');
    }
    echo "$label\n> ";
    $line = fgets(STDIN);
    if ($hidden) {
        system('stty echo');
        echo "\n";
    }

    return $line === false ? throw new RuntimeException('there is no more input') : rtrim($line, "\r\n");
}

if ($argc !== 3 && $argc !== 4) {
    fwrite(STDERR, "usage: php signup.php WIKI NAME [EMAIL]\n");
    exit(1);
}
try {
    exit(signUp(new Wiki($argv[1]), new NewAccount($argv[2], ask('Password', hidden: true), $argv[3] ?? null)));
} catch (MwaccountException | RuntimeException $e) {
    fwrite(STDERR, "{$e->getMessage()}\n");
    exit(1);
}
