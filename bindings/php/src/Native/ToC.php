<?php

declare(strict_types=1);

namespace Mwaccount\Native;

use FFI;
use Mwaccount\Exception\InvalidArgument;
use Mwaccount\NewAccount;
use Mwaccount\OAuth1Token;
use Mwaccount\Options;
use Mwaccount\Response;
use Mwaccount\Secret;

/**
 * Converts PHP values to C.
 *
 * @internal
 */
final class ToC
{
    /** Returns the C options, without the log. */
    public static function options(Options $options): Handle
    {
        $handle = new Handle(Library::ffi()->mwa_options_new(), 'mwa_options_free');
        Call::run('mwa_options_set_contact', $handle, $options->contact);
        Call::run('mwa_options_set_user_agent', $handle, $options->userAgent);
        Call::run('mwa_options_set_allow_http', $handle, $options->allowHttp);
        Call::run('mwa_options_set_prove_by_login', $handle, $options->proveByLogin);
        Call::run('mwa_options_set_format', $handle, Enums::number($options->format));
        Call::run('mwa_options_set_return_url', $handle, $options->returnUrl);
        Call::run('mwa_options_set_http_auth', $handle, $options->httpUser, $options->httpPassword());
        Call::run('mwa_options_set_ca_file', $handle, $options->caFile);
        Call::run('mwa_options_set_client_cert', $handle, $options->clientCert);
        Call::run('mwa_options_set_client_key', $handle, $options->clientKey);
        Call::run('mwa_options_set_proxy', $handle, $options->proxy());
        $token = $options->accessToken();
        if ($token instanceof OAuth1Token) {
            Call::run('mwa_options_set_oauth1_token', $handle, ...$token->parts());
        } else {
            Call::run('mwa_options_set_access_token', $handle, $token);
        }
        foreach ($options->suspendKeys() as $key) {
            Call::run('mwa_options_add_suspend_key', $handle, $key);
        }
        if ($options->dialect !== null) {
            Call::run('mwa_options_set_dialect', $handle, Enums::number($options->dialect));
        }
        if ($options->maxlag !== null) {
            Call::run('mwa_options_set_maxlag', $handle, $options->maxlag);
        }
        if ($options->timeout !== null) {
            Call::run('mwa_options_set_timeout', $handle, (int) ceil($options->timeout * 1000));
        }
        if ($options->maxBody !== null) {
            Call::run('mwa_options_set_max_body', $handle, $options->maxBody);
        }

        return $handle;
    }

    /** Returns the C account. */
    public static function account(NewAccount $account): Handle
    {
        $handle = Call::make('account', 'mwa_account_new', $account->name);
        $parts = [
            'mwa_account_set_password' => $account->password(),
            'mwa_account_set_email' => $account->email,
            'mwa_account_set_real_name' => $account->realName,
            'mwa_account_set_reason' => $account->reason,
            'mwa_account_set_language' => $account->language,
            'mwa_account_set_domain' => $account->domain,
            'mwa_account_set_mail_password' => $account->mailPassword,
            'mwa_account_set_allow_altered_name' => $account->allowAlteredName,
        ];
        foreach ($parts as $function => $value) {
            // The C account has the same default values.
            if ($value !== null && $value !== false) {
                Call::run($function, $handle, $value);
            }
        }
        if ($account->fields() !== []) {
            Call::run('mwa_account_set_fields', $handle, self::answers($account->fields()));
        }

        return $handle;
    }

    /**
     * Returns the C list of names.
     *
     * @param iterable<string> $names
     */
    public static function names(iterable $names): Handle
    {
        $handle = new Handle(Library::ffi()->mwa_names_new(), 'mwa_names_free');
        foreach ($names as $name) {
            Call::run('mwa_names_add', $handle, $name);
        }

        return $handle;
    }

    /**
     * Returns the C answers.
     *
     * @param array<string|bool|list<string>> $answers by field name
     *
     * @throws InvalidArgument for a value of another type
     */
    public static function answers(#[\SensitiveParameter] array $answers): Handle
    {
        $handle = new Handle(Library::ffi()->mwa_answers_new(), 'mwa_answers_free');
        foreach ($answers as $name => $value) {
            // PHP converts numeric array keys to int.
            $name = (string) $name;
            if (is_string($value)) {
                Call::run('mwa_answers_set', $handle, $name, new Secret($value));
            } elseif (is_bool($value)) {
                Call::run('mwa_answers_check', $handle, $name, $value);
            } elseif (is_array($value)) {
                self::choose($handle, $name, $value);
            } else {
                throw self::wrongType($name, $value);
            }
        }

        return $handle;
    }

    /** Returns the C response. */
    public static function response(Response $response): Handle
    {
        $handle = Call::make('response', 'mwa_response_new', $response->status);
        foreach ($response->headers as [$name, $value]) {
            Call::run('mwa_response_add_header', $handle, $name, $value);
        }
        // FFI needs a reference, which a readonly property does not allow.
        $body = $response->body;
        $length = strlen($body);
        if ($length > 0) {
            $bytes = Library::ffi()->new("uint8_t[$length]");
            FFI::memcpy($bytes, $body, $length);
            Call::run('mwa_response_add_body', $handle, $bytes, $length);
            FFI::memset($bytes, 0, $length);
        }

        return $handle;
    }

    /** @param array<mixed> $values */
    private static function choose(Handle $answers, string $name, array $values): void
    {
        Call::run('mwa_answers_choose', $answers, $name, null);
        foreach ($values as $value) {
            if (!is_string($value)) {
                throw self::wrongType($name, $value);
            }
            Call::run('mwa_answers_choose', $answers, $name, $value);
        }
    }

    private static function wrongType(string $name, mixed $value): InvalidArgument
    {
        $message = 'an answer must be a string, a bool or a list of strings, not ' . get_debug_type($value);

        return new InvalidArgument($message, field: $name);
    }
}
