<?php

declare(strict_types=1);

namespace Mwaccount\Testwiki;

/** @internal The command testwiki. */
final class Command
{
    /** Options that the command repeats, which it names in the singular. */
    private const REPEATED = [
        'accounts' => 'account',
        'articles' => 'article',
        'bearers' => 'bearer',
        'botPasswords' => 'bot-password',
        'faults' => 'fault',
        'oauth1Consumers' => 'oauth1',
        'settings' => 'setting',
    ];

    /** Returns the path of the command. The environment variable MWACCOUNT_TESTWIKI names another one. */
    public static function path(): string
    {
        $named = (string) getenv('MWACCOUNT_TESTWIKI');
        if ($named !== '') {
            return $named;
        }
        $own = dirname(__DIR__) . '/bin/testwiki';
        if (!is_file($own)) {
            return 'testwiki';
        }
        // Not everything that unpacks an archive makes its programs executable.
        if (!is_executable($own) && !@chmod($own, 0755)) {
            throw new TestwikiException("$own is not executable; run: chmod +x $own");
        }

        return $own;
    }

    /**
     * Returns options as members of JSON, under the names of the command, which refuses unknown ones.
     *
     * @param array<array-key, mixed> $options
     *
     * @return array<string, mixed>
     */
    public static function members(array $options): array
    {
        $members = [];
        foreach ($options as $name => $value) {
            if (is_int($name)) {
                throw new TestwikiException('options have names, as in release: "1.26"');
            }
            if (is_array($value) && !array_is_list($value)) {
                $value = array_map(fn ($key, $item) => "$key:$item", array_keys($value), $value);
            }
            $hyphened = strtolower((string) preg_replace('/(?<=[a-z0-9])[A-Z]/', '-$0', $name));
            $members[self::REPEATED[$name] ?? $hyphened] = $value;
        }

        return $members;
    }

    /**
     * Returns options as arguments of the command.
     *
     * @param array<array-key, mixed> $options
     *
     * @return list<string>
     */
    public static function arguments(array $options): array
    {
        $arguments = [];
        foreach (self::members($options) as $name => $value) {
            foreach (is_array($value) ? $value : [$value] as $item) {
                if ($item !== null) {
                    $arguments[] = "--$name=" . (is_bool($item) ? var_export($item, true) : $item);
                }
            }
        }

        return $arguments;
    }
}
