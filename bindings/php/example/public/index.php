<?php

declare(strict_types=1);

// The first page: the name and the e-mail address. It does not ask for the password, which would have to be stored
// until the prompt is answered. The second page asks for it.

namespace Example;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\NewAccount;
use Mwaccount\Prompt;
use Mwaccount\Refused;
use Mwaccount\Wiki;

require __DIR__ . '/../app.php';
require __DIR__ . '/../page.php';

if (isSent()) {
    $name = text($_POST, 'name');
    $email = text($_POST, 'email');
    try {
        $creation = (new Wiki(api(), options()))->create(new NewAccount($name, email: $email === '' ? null : $email));
        $step = $creation->step();
        if ($step instanceof Prompt) {
            suspend($creation, $name, $email);
        }
        $message = $step instanceof Refused ? $step->message : 'This wiki requires a step that this example does not support.';
        startOver($message, $name, $email);
    } catch (MwaccountException $e) {
        startOver($e->getMessage(), $name, $email);
    }
}

$error = $_SESSION['error'] ?? [];
unset($_SESSION['error']);
page('Sign up', notice($error['message'] ?? null) . form(
    line('name', 'Name', $error['name'] ?? '')
        . line('email', 'E-mail', $error['email'] ?? '', 'email', required: false),
    'Continue'
));
