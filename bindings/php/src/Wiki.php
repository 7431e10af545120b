<?php

declare(strict_types=1);

namespace Mwaccount;

use Mwaccount\Exception\MwaccountException;
use Mwaccount\Native\Call;
use Mwaccount\Native\CVariable;
use Mwaccount\Native\FromC;
use Mwaccount\Native\Handle;
use Mwaccount\Native\Library;
use Mwaccount\Native\Log;
use Mwaccount\Native\NotCopyableTrait;
use Mwaccount\Native\ToC;
use ReflectionClass;

/**
 * A client for one wiki, with its session: cookies, tokens and the logged-in creator.
 *
 * It belongs to the process that created it. After pcntl_fork(), the child creates its own: calls with the parent's throw
 * an {@see Exception\InvalidArgument} there and send nothing.
 */
final class Wiki
{
    use NotCopyableTrait;

    private Handle $handle;
    /** Kept alive because the C library calls it as long as the wiki exists. */
    private ?Log $log;

    /**
     * Makes a client for the wiki at an address. Sends nothing.
     *
     * An address of api.php is used as it is. From any other address (a page, index.php or just a host, with or without
     * a scheme) the first call finds api.php in at most 4 requests, following redirects even to another host. No secret
     * is sent before it is found.
     *
     * A user name and password in the address, "https://user:password@wiki.example.org/" (percent-encoded), are used as
     * the HTTP authentication of the options, and are shown nowhere.
     *
     * @throws MwaccountException if the address or an option is invalid
     */
    public function __construct(
        #[\SensitiveParameter] string|Secret $address,
        Options $options = new Options()
    ) {
        $settings = $this->settings($options);
        $this->handle = Call::make('wiki', 'mwa_wiki_new', Secret::of($address), $settings);
    }

    /**
     * Resumes a conversation from the text that {@see Interaction::suspend()} returned. Sends nothing.
     *
     * The text contains the wiki, its dialect, the return URL, the User-Agent and $allowHttp. The proxy, certificates,
     * limits, log, access token, HTTP authentication and suspend keys come from the options.
     *
     * @param string|Secret|null $address the address of the wiki with which the conversation must be, for a text that
     *                                    somebody may have changed; required if the options have an access token or HTTP
     *                                    authentication and no suspend keys
     *
     * @throws MwaccountException if the text is invalid, damaged or from a newer version; if it is not authenticated by
     *                            one of the suspend keys, or is authenticated and there are none; if it is about
     *                            another wiki than that at the address; and if an access token or HTTP authentication
     *                            is needed but not given, or given but not needed
     */
    public static function resume(
        #[\SensitiveParameter] string|Secret $suspended,
        Options $options = new Options(),
        #[\SensitiveParameter] string|Secret|null $address = null
    ): Resumed {
        /** @var self $wiki without the constructor, which would make another wiki in the C library */
        $wiki = (new ReflectionClass(self::class))->newInstanceWithoutConstructor();
        $settings = $wiki->settings($options);
        $newWiki = new CVariable('mwa_wiki *');
        $conversation = new CVariable('mwa_conversation *');
        $isLogin = new CVariable('bool');
        [$suspended, $address] = [Secret::of($suspended), Secret::of($address)];
        Call::run('mwa_resume', $suspended, $address, $settings, $newWiki, $conversation, $isLogin);
        $wiki->handle = $newWiki->handle('mwa_wiki_free');
        $handle = $conversation->handle('mwa_conversation_free');

        return $isLogin->value->cdata
            ? new Resumed($wiki, null, new Login($handle, $wiki->log))
            : new Resumed($wiki, new Creation($handle, $wiki->log), null);
    }

    /**
     * Begins the creation of an account. Sends nothing before {@see Interaction::step()}.
     *
     * A wiki has one creation or login at a time. Beginning another one ends the one that is waiting.
     *
     * @throws MwaccountException
     */
    public function create(NewAccount $account): Creation
    {
        $account = ToC::account($account);

        return new Creation(Call::make('conversation', 'mwa_wiki_create', $this->handle, $account), $this->log);
    }

    /**
     * Begins the login of a creator. Sends nothing before {@see Interaction::step()}, and logs out the previous
     * creator.
     *
     * @throws MwaccountException
     */
    public function logIn(Credentials $credentials): Login
    {
        $functions = ['mwa_wiki_log_in', 'mwa_wiki_log_in_oauth', 'mwa_wiki_log_in_oauth1'];
        [$function, $arguments] = self::callWith($functions, $credentials);
        $conversation = Call::make('conversation', $function, $this->handle, ...$arguments);

        return new Login($conversation, $this->log);
    }

    /**
     * Begins a run that creates the accounts of many rows, none twice. Sends nothing before the first event.
     *
     * The creator logs in once, and one session serves all rows. The run waits when the wiki asks to. Do nothing else
     * with the wiki before it ends. The library sends the requests; there is no run with an HTTP client of the caller.
     *
     * With a journal, a file, a later run with the same journal and rows creates exactly the rest, even if the process
     * is killed.
     *
     * @param iterable<NewAccount|array{int, NewAccount}> $rows accounts, or lists of the caller's number for an account,
     *                                                          from 1, and the account; they are taken one by one
     * @param string|Journal|null $journal         the journal or its path
     * @param string|null         $journalName     the name by which the journal knows the wiki; null for the address of
     *                                             this object without its query and login
     * @param float|null          $maxWait         the longest time to wait for one row, in seconds; null for 600. A
     *                                             longer wait stops the run
     * @param bool                $waitForLimit    waits until a limit on accounts in a period opens again, however long
     *                                             that is
     * @param bool                $acceptWarnings  sends an account that the wiki warns about again, once
     * @param bool                $retryRefused    tries rows again that an earlier run found refused; a row that was
     *                                             changed since is tried in any case
     *
     * @throws MwaccountException with {@see Reason::Journal} if the journal cannot be used
     */
    public function bulk(
        iterable $rows,
        string|Journal|null $journal = null,
        ?string $journalName = null,
        ?Credentials $creator = null,
        ?float $maxWait = null,
        bool $waitForLimit = false,
        bool $acceptWarnings = false,
        bool $retryRefused = false
    ): Bulk {
        $run = Call::make('bulk', 'mwa_wiki_bulk', $this->handle);
        if ($journal !== null) {
            $journal = is_string($journal) ? new Journal($journal) : $journal;
            Call::run('mwa_bulk_set_journal', $run, $journal->handle(), $journalName);
        }
        if ($creator !== null) {
            $functions = ['mwa_bulk_set_creator', 'mwa_bulk_set_creator_oauth', 'mwa_bulk_set_creator_oauth1'];
            [$function, $arguments] = self::callWith($functions, $creator);
            Call::run($function, $run, ...$arguments);
        }
        if ($maxWait !== null) {
            Call::run('mwa_bulk_set_max_wait', $run, (int) ceil($maxWait * 1000));
        }
        Call::run('mwa_bulk_set_wait_for_limit', $run, $waitForLimit);
        Call::run('mwa_bulk_set_accept_warnings', $run, $acceptWarnings);
        Call::run('mwa_bulk_set_retry_refused', $run, $retryRefused);

        return new Bulk($run, $rows, $this->log);
    }

    /**
     * Logs out and discards the creator, cookies and tokens, also those of an unfinished login. Sends nothing.
     *
     * @throws MwaccountException
     */
    public function logOut(): void
    {
        Call::run('mwa_wiki_log_out', $this->handle);
    }

    /**
     * Returns the requirements for a new account.
     *
     * They include the wiki's validation of the name, password and e-mail address, as far as the account has them.
     * Creates nothing, counts against no rate limit and uses up no captcha. Sends 2 to 4 requests, which a later
     * creation does not repeat.
     *
     * @throws MwaccountException
     */
    public function probe(NewAccount $account): Requirements
    {
        return $this->beginProbe($account)->requirements();
    }

    /**
     * Begins a {@see probe()}, for callers with their own HTTP client and for the image of the captcha.
     *
     * @throws MwaccountException
     */
    public function beginProbe(NewAccount $account): Probe
    {
        $account = ToC::account($account);

        return new Probe(Call::make('conversation', 'mwa_wiki_probe', $this->handle, $account), $this->log);
    }

    /**
     * Checks many names for new accounts, and creates nothing.
     *
     * 50 names take one request, on a private wiki and on one without an API each name takes one.
     *
     * @param iterable<string> $names
     *
     * @return list<NameCheck>
     *
     * @throws MwaccountException
     */
    public function checkNames(iterable $names): array
    {
        return FromC::nameChecks(Call::make('name_checks', 'mwa_wiki_check_names', $this->handle, ToC::names($names)));
    }

    /**
     * Returns what limits this caller's creations: rights, groups, the wiki's limits of rates, and whether the wiki
     * shares its accounts with others. Sends one request.
     *
     * @throws MwaccountException
     */
    public function creatorLimits(): CreatorLimits
    {
        return FromC::creatorLimits(Call::make('creator_limits', 'mwa_wiki_creator_limits', $this->handle));
    }

    /**
     * Returns the logged-in user, with e-mail address and real name as the wiki shows them. Sends one request.
     *
     * @throws MwaccountException if nobody is logged in, among other reasons
     */
    public function user(): User
    {
        return FromC::user(Call::make('user', 'mwa_wiki_user', $this->handle));
    }

    /**
     * Returns all fields that the wiki offers for a new account, including the optional and alternative ones.
     *
     * Wikis of 1.21 to 1.26 have fixed fields and return none. A later creation does not repeat the request.
     *
     * @return list<Field>
     *
     * @throws MwaccountException
     */
    public function fields(): array
    {
        $fields = Call::make('fields', 'mwa_wiki_fields', $this->handle);

        return FromC::fields($fields->pointer());
    }

    /**
     * Returns what is known about the wiki so far. Sends nothing.
     *
     * @throws MwaccountException
     */
    public function facts(): Facts
    {
        return FromC::facts(Call::make('facts', 'mwa_wiki_facts', $this->handle));
    }

    /** Returns a canceller for the wiki's calls. */
    public function canceller(): Canceller
    {
        $canceller = Library::ffi()->mwa_wiki_canceller($this->handle->pointer());

        return new Canceller(new Handle($canceller, 'mwa_canceller_free'));
    }

    /** @return array{} nothing, because the state is in the C library */
    public function __debugInfo(): array
    {
        return [];
    }

    /**
     * Returns the C function for these credentials, and its arguments.
     *
     * @param array{string, string, string} $functions for a password, an OAuth 2 access token and the tokens of OAuth 1.0a
     *
     * @return array{string, list<mixed>}
     */
    private static function callWith(array $functions, Credentials $credentials): array
    {
        [$password, $oauth, $oauth1] = $functions;
        $secret = $credentials->secret();

        return match (true) {
            $secret instanceof OAuth1Token => [$oauth1, $secret->parts()],
            $credentials->name() === null => [$oauth, [$secret]],
            default => [$password, [$credentials->name(), $secret, $credentials->domain()]],
        };
    }

    /** Returns the C options with their log, which this wiki keeps alive. */
    private function settings(Options $options): Handle
    {
        $settings = ToC::options($options);
        $this->log = $options->log === null ? null : new Log($options->log);
        $this->log?->attach($settings);

        return $settings;
    }
}
