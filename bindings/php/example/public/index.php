<?php

declare(strict_types=1);

// The first page: who wants an account. No password yet: one that is typed here would have to be kept until the wiki's
// questions are answered, and the second page asks for it when it is needed.

namespace Example;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\NewAccount;
use Mwaccount\Questions;
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
        if ($step instanceof Questions) {
            putDown($creation, $name, $email);
        }
        $message = $step instanceof Refused ? $step->message : 'This wiki makes accounts in another way.';
        beginAnew($message, $name, $email);
    } catch (MwaccountException $why) {
        beginAnew($why->getMessage(), $name, $email);
    }
}

$again = $_SESSION['again'] ?? [];
unset($_SESSION['again']);
page('Sign up', notice($again['message'] ?? null) . form(
    line('name', 'Name', $again['name'] ?? '')
        . line('email', 'E-mail', $again['email'] ?? '', 'email', required: false),
    'Go on'
));
