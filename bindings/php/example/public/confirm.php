<?php

declare(strict_types=1);

// The second page: the wiki's prompt, including a captcha and the password.

namespace Example;

use Mwaccount\Created;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\Exception\MwaccountException;
use Mwaccount\NewAccount;
use Mwaccount\Prompt;
use Mwaccount\Reason;
use Mwaccount\Refused;
use Mwaccount\Unknown;

require __DIR__ . '/../app.php';
require __DIR__ . '/../page.php';

$waiting = $_SESSION['waiting'] ?? null;
if ($waiting === null) {
    startOver('There is no pending sign-up.');
}
['prompt' => $prompt, 'name' => $name, 'email' => $email] = $waiting;

if (!isSent()) {
    page("Sign up as $name", notice($waiting['message']) . notice($prompt->message) . form(
        promptInputs($prompt, $waiting['images']),
        'Sign up'
    ));
    exit;
}

try {
    $creation = resume()->creation;
    $sent = is_array($_POST['field'] ?? null) ? $_POST['field'] : [];
    try {
        $step = $creation->answer(answers($prompt, $sent));
    } catch (InvalidArgument $e) {
        // The conversation still waits for its answers.
        suspend($creation, $name, $email, $e->getMessage());
    }
    $message = '';
    if ($step instanceof Refused && $step->reason === Reason::CaptchaWrong) {
        $message = $step->message;
        $step = $creation->revise(new NewAccount($name, email: $email === '' ? null : $email));
    }
    if ($step instanceof Prompt) {
        suspend($creation, $name, $email, $message);
    }
} catch (MwaccountException $e) {
    startOver($e->getMessage(), $name, $email);
}

match (true) {
    $step instanceof Created => page('Welcome', '<p>The account <b>' . html($step->name) . "</b> was created.</p>\n"),
    $step instanceof Refused => startOver($step->message, $name, $email),
    $step instanceof Unknown => page(
        'Unknown result',
        '<p>The account may have been created: ' . html($step->evidence) . "</p>\n"
    ),
    default => page('Sorry', "<p>This wiki requires a step that this example does not support.</p>\n"),
};
