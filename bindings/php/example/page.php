<?php

declare(strict_types=1);

namespace Example;

use Mwaccount\Captcha;
use Mwaccount\Field;
use Mwaccount\FieldKind;
use Mwaccount\Prompt;

/** Escapes text for HTML. */
function html(?string $text): string
{
    return htmlspecialchars($text ?? '', ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}

/** Sends a page. */
function page(string $title, string $body): void
{
    header('Content-Type: text/html; charset=utf-8');
    header('Cache-Control: no-store');
    header("Content-Security-Policy: default-src 'none'; img-src data:; form-action 'self'; frame-ancestors 'none'");
    $title = html($title);
    echo "<!DOCTYPE html>\n<html lang=\"en\">\n<title>$title</title>\n<h1>$title</h1>\n$body</html>\n";
}

/** Returns a message as an HTML alert, or nothing. */
function notice(?string $message): string
{
    return ($message ?? '') === '' ? '' : '<p role="alert">' . html($message) . "</p>\n";
}

/** Returns a form with inputs, a CSRF token and a button. */
function form(string $inputs, string $button): string
{
    return '<form method="post"><input type="hidden" name="token" value="' . html(token()) . "\">\n$inputs"
        . '<p><button>' . html($button) . "</button></p>\n</form>\n";
}

/** Returns an input for a line of text. */
function line(string $name, string $label, string $value = '', string $type = 'text', bool $required = true): string
{
    return sprintf(
        "<p><label>%s<br><input name=\"%s\" type=\"%s\" value=\"%s\" autocomplete=\"off\"%s></label></p>\n",
        html($label),
        html($name),
        $type,
        html($value),
        $required ? ' required' : ''
    );
}

/**
 * Returns the inputs for all fields of a prompt.
 *
 * @param list<string> $images the images of its captcha
 */
function promptInputs(Prompt $prompt, array $images): string
{
    $inputs = '';
    foreach ($prompt->fields as $field) {
        $inputs .= $field->name === Captcha::FIELD
            ? captcha($prompt->captcha, $field, $images)
            : input($field);
    }

    return $inputs;
}

/**
 * Returns the images and the question of a captcha, and the input for its answer.
 *
 * @param list<string> $images
 */
function captcha(?Captcha $captcha, Field $field, array $images): string
{
    $shown = array_map(
        static fn (string $image): string => '<p><img alt="captcha" src="' . html($image) . "\"></p>\n",
        $images
    );

    return implode('', $shown) . line("field[$field->name]", $captcha?->question ?? $field->label ?? 'What do you see?');
}

/** Returns the input for a field other than a captcha. */
function input(Field $field): string
{
    $name = html("field[$field->name]");
    $label = html($field->label ?? $field->name);
    $required = $field->optional ? '' : ' required';

    return match ($field->kind) {
        FieldKind::Hidden => '',
        FieldKind::Null => '<p>' . html($field->value) . "</p>\n",
        FieldKind::Checkbox => "<p><label><input type=\"checkbox\" name=\"$name\"$required> $label</label></p>\n",
        FieldKind::Button => "<p><button name=\"$name\">$label</button></p>\n",
        FieldKind::Select => "<p><label>$label<br><select name=\"$name\"$required>" . choices($field)
            . "</select></label></p>\n",
        FieldKind::Multiselect => "<p><label>$label<br><select multiple name=\"{$name}[]\"$required>" . choices($field)
            . "</select></label></p>\n",
        FieldKind::Password, FieldKind::String => line(
            "field[$field->name]",
            $field->label ?? $field->name,
            $field->value ?? '',
            $field->kind === FieldKind::Password || $field->sensitive ? 'password' : 'text',
            !$field->optional
        ),
    };
}

/** Returns the options of a select or multiselect. */
function choices(Field $field): string
{
    $choices = '';
    foreach ($field->options as $option) {
        $choices .= '<option value="' . html($option->value) . '">' . html($option->label) . '</option>';
    }

    return $choices;
}
