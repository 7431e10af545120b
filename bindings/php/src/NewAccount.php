<?php

declare(strict_types=1);

namespace Mwaccount;

/**
 * The account to create. Only the name is required.
 *
 * If the wiki does not offer the email or the domain, the creation throws an exception before it sends anything. If it
 * does not offer the real name, the reason or the language, the created account has the warning "not-offered". On wikis
 * of 1.21 to 1.26 the sign-up page is read to find out.
 */
final class NewAccount
{
    private readonly ?Secret $password;
    /** A closure that returns the fields. It keeps secrets among them out of dumps. */
    private readonly \Closure $fields;

    /**
     * @param string             $name             the user name; MediaWiki upper-cases its first letter and reads "_"
     *                                             as a space
     * @param string|Secret|null $password         null if the wiki mails one, or to answer it when the wiki asks for it
     * @param string|null        $email            the e-mail address
     * @param string|null        $realName         the real name, for wikis that show that preference
     * @param string|null        $reason           the comment of the log entry; wikis of 1.27 and later accept it only
     *                                             from a logged-in creator
     * @param string|null        $language         the code of the interface language that becomes the account's
     *                                             preference: letters, digits and hyphens, as "de-ch"; any other is
     *                                             invalid before the first request
     * @param string|null        $domain           the domain of an external authentication
     * @param bool               $mailPassword     true to have the wiki generate a password and mail it (mailpassword)
     * @param bool               $allowAlteredName true to send a name that the wiki would cut or change; otherwise it is
     *                                             refused (NameInvalid). Wikis of 1.24 and later change "User:Foo"
     *                                             to "Foo", also with their own words for the namespace, so no
     *                                             name with a colon is sent. Those of 1.21 to 1.26 change
     *                                             "Foo#bar" to "Foo"
     * @param array<string|bool|list<string>> $fields values for fields that extensions add, by field name, and for
     *                                             "captcha" if its answer is known beforehand
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
     * Returns a copy of the account with the given values replaced.
     *
     * The parameters are those of the constructor: `$account->with(name: 'Max Example')`.
     */
    public function with(#[\SensitiveParameter] mixed ...$changes): self
    {
        $now = get_object_vars($this);
        $now['fields'] = $this->fields();

        return new self(...array_merge($now, $changes));
    }

    /** Returns the password, or null. */
    public function password(): ?Secret
    {
        return $this->password;
    }

    /**
     * Returns the values for further fields.
     *
     * @return array<string|bool|list<string>>
     */
    public function fields(): array
    {
        return ($this->fields)();
    }

    /** @return array<string, mixed> the properties without the password and the values of the fields */
    public function __debugInfo(): array
    {
        return ['fields' => array_keys($this->fields())] + get_object_vars($this);
    }
}
