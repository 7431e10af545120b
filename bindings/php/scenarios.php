<?php

declare(strict_types=1);

// Runs the suite of bindings/scenarios/README.md and prints the results. Uses the package whose autoloader is in the
// environment variable MWACCOUNT_AUTOLOAD, or else the one installed here.

require __DIR__ . '/tests/bootstrap.php';

use Mwaccount\Ask;
use Mwaccount\Created;
use Mwaccount\Credentials;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\Format;
use Mwaccount\LoggedIn;
use Mwaccount\NewAccount;
use Mwaccount\Options;
use Mwaccount\Prompt;
use Mwaccount\Reason;
use Mwaccount\Redirect;
use Mwaccount\Refused;
use Mwaccount\Step;
use Mwaccount\Tests\Support\OwnHttp;
use Mwaccount\Unknown;
use Mwaccount\Wiki;

const PASSWORD = 'Correct-horse-7-battery';

$account = static fn (string $name): NewAccount => new NewAccount($name, PASSWORD, 'zoe@example.org');
$at = static fn (string $address, ?string $httpAuth = null): Wiki => new Wiki($address, new Options(
    format: Format::from(getenv('MWACCOUNT_FORMAT')),
    httpUser: $httpAuth,
    httpPassword: $httpAuth,
));
$plain = static fn (): Wiki => $at(getenv('MWACCOUNT_PLAIN'));
$questy = static fn (): Wiki => $at(getenv('MWACCOUNT_QUESTY'));
$private = static fn (): Wiki => $at(getenv('MWACCOUNT_PRIVATE'));
// 1 for true, 0 for false and -1 for null.
$number = static fn (?bool $answer): int => $answer === null ? -1 : (int) $answer;

/** Returns the line for a step. */
function describe(Step $step): string
{
    return implode(' ', match (true) {
        $step instanceof Created => ['created', $step->name, ...array_column($step->warnings, 'code')],
        $step instanceof LoggedIn => ['logged-in', $step->name],
        $step instanceof Redirect => ['redirect', ...array_column($step->fields, 'name')],
        $step instanceof Prompt => [
            $step->kind()->value,
            ...array_column($step->fields, 'name'),
            ...($step->captcha === null ? [] : [
                'captcha',
                $step->captcha->kind->value,
                $step->captcha->question ?? '-',
            ]),
        ],
        $step instanceof Refused => [
            'refused',
            $step->reason->value,
            $step->code ?? '-',
            ...($step->mayResubmit ? ['may-resubmit'] : []),
        ],
        $step instanceof Unknown => ['unknown', $step->reason->value],
        default => [$step->kind()->value],
    });
}

/** Returns the line for an error. */
function describeError(MwaccountException $e): string
{
    return "error {$e->reason->value} " . ($e->field ?? '-');
}

// Each scenario yields its lines. An exception ends it with a line of its own.
$scenarios = [
    'create' => static function () use ($plain, $account): Generator {
        yield describe($plain()->create($account('zoe example'))->step());
    },
    'taken' => static function () use ($plain, $account): Generator {
        $creation = $plain()->create($account('Admin'));
        $step = $creation->step();
        yield describe($step);
        if ($step instanceof Refused) {
            yield describe($creation->revise($account('Max Example')));
        }
    },
    'weak' => static function () use ($plain, $account): Generator {
        yield describe($plain()->create($account('Weak Example')->with(password: 'Weak Example'))->step());
    },
    'captcha' => static function () use ($questy, $account): Generator {
        $creation = $questy()->create($account('Cap Example'));
        $step = $creation->step();
        yield describe($step);
        $answer = 'London';
        for ($steps = 1; $steps < 6; $steps++) {
            if ($step instanceof Ask) {
                $step = $creation->answer(['captcha' => $answer]);
                $answer = 'Paris';
            } elseif ($step instanceof Refused && $step->reason === Reason::CaptchaWrong) {
                $step = $creation->revise($account('Cap Example'));
            } else {
                break;
            }
            yield describe($step);
        }
    },
    'warn' => static function () use ($at, $account): Generator {
        $creation = $at(getenv('MWACCOUNT_WARNED'))->create($account('Warn Example'));
        $step = $creation->step();
        yield describe($step);
        if ($step instanceof Refused && $step->mayResubmit) {
            yield describe($creation->revise($account('Warn Example')));
        }
    },
    'login' => static function () use ($private, $account): Generator {
        $wiki = $private();
        foreach (['wrongpassword1', 'adminpass12345'] as $password) {
            try {
                yield describe($wiki->logIn(Credentials::password('Admin', $password))->step());
            } catch (MwaccountException $e) {
                yield describeError($e);
            }
        }
        yield describe($wiki->create($account('Pupil Example')->with(reason: 'course'))->step());
    },
    'restart' => static function () use ($at): Generator {
        $login = $at(getenv('MWACCOUNT_LINKED'))->logIn(Credentials::password('Admin', 'adminpass12345'));
        yield describe($login->step());
        yield describe($login->answer(['username' => 'Admin', 'password' => 'adminpass12345']));
    },
    'redirect' => static function () use ($at, $account): Generator {
        $creation = $at(getenv('MWACCOUNT_OPENID'))->create($account('Else Example'));
        yield describe($creation->step());
        yield describe($creation->returned('https://wiki.example.org/?code=c0de&state=st4te'));
    },
    'probe' => static function () use ($questy, $account, $number): Generator {
        $found = $questy()->probe($account('Probe Example'));
        $captcha = $number($found->captchaAsked);
        $name = $number($found->nameGood);
        yield "probed {$found->dialect?->value} captcha=$captcha name=$name";
    },
    'suspend' => static function () use ($questy, $account): Generator {
        $creation = $questy()->create($account('Susp Example'));
        yield describe($creation->step());
        $creation = Wiki::resume($creation->suspend())->creation;
        $step = $creation->step();
        yield describe($step);
        if ($step instanceof Ask) {
            $password = $step->field('password') === null ? [] : ['password' => PASSWORD];
            yield describe($creation->answer(['captcha' => 'Paris'] + $password));
        }
    },
    'page' => static function () use ($at, $account, $number): Generator {
        $wiki = $at(getenv('MWACCOUNT_PAGE'));
        yield "found {$number($wiki->facts()->isApiFound)}";
        yield describe($wiki->create($account('Page Example'))->step());
        yield "found {$number($wiki->facts()->isApiFound)}";
    },
    'http-auth' => static function () use ($at, $account): Generator {
        $guarded = getenv('MWACCOUNT_GUARDED');
        yield describe($at($guarded, httpAuth: 'lab')->create($account('Auth Example'))->step());
        yield describe($at($guarded)->create($account('Anon Example'))->step());
    },
    'own-http' => static function () use ($plain, $account): Generator {
        $creation = $plain()->create($account('Host Example'));
        (new OwnHttp())->drive($creation);
        yield describe($creation->step());
    },
    'unreachable' => static function () use ($at, $account): Generator {
        yield describe($at('http://127.0.0.1:1/api.php')->create($account('Far Example'))->step());
    },
    'cancel' => static function () use ($plain, $account): Generator {
        $wiki = $plain();
        $wiki->canceller()->cancel();
        try {
            yield describe($wiki->create($account('Late Example'))->step());
        } catch (MwaccountException $e) {
            yield describeError($e);
        }
        $wiki->canceller()->reset();
        yield describe($wiki->create($account('Late Example'))->step());
    },
    'bad-field' => static function () use ($questy, $account): Generator {
        $creation = $questy()->create($account('Bad Example'));
        yield describe($creation->step());
        yield describe($creation->answer(['nosuch' => '1']));
    },
];

foreach ($scenarios as $name => $scenario) {
    try {
        foreach ($scenario() as $line) {
            echo "$name: $line\n";
        }
    } catch (MwaccountException $e) {
        echo "$name: ", describeError($e), "\n";
    }
}
