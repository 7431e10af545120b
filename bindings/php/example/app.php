<?php

declare(strict_types=1);

namespace Example;

use Mwaccount\Creation;
use Mwaccount\FieldKind;
use Mwaccount\Options;
use Mwaccount\Prompt;
use Mwaccount\Resumed;
use Mwaccount\Wiki;

// The vendor folder of the project that requires the package, or this repository.
$project = __DIR__ . '/../../../autoload.php';
require is_file($project) ? $project : __DIR__ . '/../autoload.php';

session_start([
    'use_strict_mode' => true,
    'cookie_httponly' => true,
    'cookie_samesite' => 'Lax',
    'cookie_secure' => !empty($_SERVER['HTTPS']),
]);

/** Returns the address of the wiki to sign up on, from the environment. */
function api(): string
{
    return getenv('EXAMPLE_WIKI') ?: exit('Set EXAMPLE_WIKI to the API URL of a wiki');
}

/** Returns the options for the wiki. */
function options(): Options
{
    return new Options(contact: getenv('EXAMPLE_CONTACT') ?: null, timeout: 20);
}

/** Returns the session's CSRF token, which every form contains. */
function token(): string
{
    return $_SESSION['token'] ??= bin2hex(random_bytes(16));
}

/** Returns true if a form was submitted, and ends the request if its CSRF token is wrong. */
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

/**
 * Returns a submitted text, or an empty text for an array.
 *
 * @param array<mixed> $sent
 */
function text(array $sent, string $name): string
{
    return is_string($sent[$name] ?? null) ? trim($sent[$name]) : '';
}

/**
 * Suspends a creation in the session, which stays on the server, and redirects to the page with its prompt.
 *
 * The prompt and the images are stored beside it, so that the page can be loaded any number of times.
 */
function suspend(Creation $creation, string $name, string $email, string $message = ''): never
{
    $text = $creation->suspend();
    // The resumed creation may ask for more fields, because the text contains no password.
    $creation = Wiki::resume($text, options())->creation;
    $prompt = $creation->step();
    $images = [];
    foreach (array_keys($prompt->captcha?->imageUrls ?? []) as $index) {
        $images[] = $creation->image($index)->dataUri();
    }
    $_SESSION['waiting'] = ['creation' => $text->reveal()] + compact('prompt', 'images', 'name', 'email', 'message');
    redirect('confirm.php');
}

/**
 * Resumes the creation, and removes it from the session, so that it can be answered only once.
 *
 * PHP locks the session: of two concurrent requests, the second one finds nothing.
 */
function resume(): ?Resumed
{
    $text = $_SESSION['waiting']['creation'] ?? null;
    unset($_SESSION['waiting']);

    return $text === null ? null : Wiki::resume($text, options());
}

/** Redirects to another page. */
function redirect(string $page): never
{
    header("Location: $page", true, 303);
    exit;
}

/** Redirects to the first page, with a message and the values that the user has typed. */
function startOver(string $message, string $name = '', string $email = ''): never
{
    $_SESSION['error'] = compact('message', 'name', 'email');
    redirect('index.php');
}

/**
 * Returns the answers to a prompt from a submitted form.
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
                // Not trimmed, because a password may begin with a space.
                $typed = is_string($value) ? $value : '';
                if ($typed !== '' || !$field->optional) {
                    $answers[$field->name] = $typed;
                }
        }
    }

    return $answers;
}
