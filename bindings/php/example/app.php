<?php

declare(strict_types=1);

namespace Example;

use Mwaccount\Creation;
use Mwaccount\FieldKind;
use Mwaccount\Options;
use Mwaccount\Prompt;
use Mwaccount\Resumed;
use Mwaccount\Wiki;

// Installed beside its own vendor folder, or inside of another's.
$own = __DIR__ . '/../vendor/autoload.php';
require is_file($own) ? $own : __DIR__ . '/../../../autoload.php';

session_start([
    'use_strict_mode' => true,
    'cookie_httponly' => true,
    'cookie_samesite' => 'Lax',
    'cookie_secure' => !empty($_SERVER['HTTPS']),
]);

/** The wiki to sign up on, as its operator configured it. */
function api(): string
{
    return getenv('EXAMPLE_WIKI') ?: exit('EXAMPLE_WIKI must be the address of a wiki\'s api.php');
}

/** How the wiki is talked with. */
function options(): Options
{
    return new Options(contact: getenv('EXAMPLE_CONTACT') ?: null, timeout: 20);
}

/** What this session's forms carry, so that no other site can send them. */
function token(): string
{
    return $_SESSION['token'] ??= bin2hex(random_bytes(16));
}

/** Whether a form of this session was sent. */
function isSent(): bool
{
    if ($_SERVER['REQUEST_METHOD'] !== 'POST') {
        return false;
    }
    if (!hash_equals(token(), text($_POST, 'token'))) {
        http_response_code(403);
        exit('This form is from another session.');
    }

    return true;
}

/** A text that was sent, and no array. @param array<mixed> $sent */
function text(array $sent, string $name): string
{
    return is_string($sent[$name] ?? null) ? trim($sent[$name]) : '';
}

/**
 * Puts a creation down until its user has answered: in the session, which never leaves the server. What it will ask
 * stands beside it, so that the second page can be loaded any number of times.
 */
function suspend(Creation $creation, string $name, string $email, string $message = ''): never
{
    $text = $creation->suspend();
    // It may ask for more when it is taken up: a password that it had is not in the text.
    $creation = Wiki::resume($text, options())->creation;
    $prompt = $creation->step();
    $image = $prompt->captcha?->imageUrl === null ? null : $creation->image()->dataUri();
    $_SESSION['waiting'] = ['creation' => $text->reveal()] + compact('prompt', 'image', 'name', 'email', 'message');
    redirect('confirm.php');
}

/**
 * Takes the creation up again. The text is gone from the session before it is used: each can be answered once, and PHP
 * lets one request at a time have a session, so that of two that come together one finds nothing.
 */
function resume(): ?Resumed
{
    $text = $_SESSION['waiting']['creation'] ?? null;
    unset($_SESSION['waiting']);

    return $text === null ? null : Wiki::resume($text, options());
}

/** Shows another page. */
function redirect(string $page): never
{
    header("Location: $page", true, 303);
    exit;
}

/** Begins anew, with a message and what the user has typed. */
function startOver(string $message, string $name = '', string $email = ''): never
{
    $_SESSION['error'] = compact('message', 'name', 'email');
    redirect('index.php');
}

/**
 * The answers to what was asked, out of a form.
 *
 * @param array<mixed> $sent
 *
 * @return array<string|bool|list<string>>
 */
function answers(Prompt $prompt, #[\SensitiveParameter] array $sent): array
{
    $answers = [];
    foreach ($prompt->fields as $field) {
        $value = $sent[$field->name] ?? null;
        switch ($field->kind) {
            case FieldKind::Checkbox:
            case FieldKind::Button:
                $answers[$field->name] = $value !== null;
                break;
            case FieldKind::Multiselect:
                $answers[$field->name] = array_values(array_filter(is_array($value) ? $value : [], 'is_string'));
                break;
            case FieldKind::Null:
            case FieldKind::Hidden:
                break;
            default:
                // A password may begin with a space.
                $typed = is_string($value) ? $value : '';
                if ($typed !== '' || !$field->optional) {
                    $answers[$field->name] = $typed;
                }
        }
    }

    return $answers;
}
