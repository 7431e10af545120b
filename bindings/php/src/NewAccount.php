<?php

declare(strict_types=1);

namespace Mwaccount;

/**
 * The account to create. Only the name is a must. What a wiki does not offer is an exception before anything is sent
 * (email, domain), or a warning of the created account (real name, reason, language).
 */
final class NewAccount
{
    private readonly ?Secret $password;
    /** Among them may be secrets, which is why no reader sees them. */
    private readonly \Closure $fields;

    /**
     * @param string             $name             MediaWiki upper-cases its first letter and reads "_" as a space
     * @param string|Secret|null $password         none where the wiki sends one by mail, or shall ask for it
     * @param string|null        $email            the e-mail address
     * @param string|null        $realName         the real name, where the wiki shows that preference
     * @param string|null        $reason           the comment of the log entry; wikis of 1.27 and later take it from
     *                                             creators who are logged in only
     * @param string|null        $language         the language code that becomes the account's preference
     * @param string|null        $domain           that of an external authentication
     * @param bool               $mailPassword     whether the wiki shall make up a password and mail it
     * @param bool               $allowAlteredName whether a name may be sent that a wiki of 1.21 to 1.26 would cut or
     *                                             change ("Foo#bar" becomes "Foo" there)
     * @param array<string|bool|list<string>> $fields values of fields that extensions add, by the wiki's names, and
     *                                             an answer to the captcha that is known beforehand ("captcha")
     */
    public function __construct(
        public readonly string $name,
        #[\SensitiveParameter] string|Secret|null $password = null,
        public readonly ?string $email = null,
        public readonly ?string $realName = null,
        public readonly ?string $reason = null,
        public readonly ?string $language = null,
        public readonly ?string $domain = null,
        public readonly bool $mailPassword = false,
        public readonly bool $allowAlteredName = false,
        #[\SensitiveParameter] array $fields = []
    ) {
        $this->password = Secret::of($password);
        $this->fields = static fn (): array => $fields;
    }

    /**
     * The same account but for what is given, by the names of the constructor's parameters:
     * `$account->with(name: 'Max Example')`.
     */
    public function with(#[\SensitiveParameter] mixed ...$changes): self
    {
        $now = get_object_vars($this);
        $now['fields'] = $this->fields();

        return new self(...array_merge($now, $changes));
    }

    /** The password, if there is one. */
    public function password(): ?Secret
    {
        return $this->password;
    }

    /** @return array<string|bool|list<string>> the values of further fields */
    public function fields(): array
    {
        return ($this->fields)();
    }

    /** @return array<string, mixed> without the password and the values of the fields */
    public function __debugInfo(): array
    {
        return ['fields' => array_keys($this->fields())] + get_object_vars($this);
    }
}
