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

/** A wiki, the way to it, and its session: cookies, tokens, who is logged in. */
final class Wiki
{
    use NotCopyableTrait;

    private Handle $handle;
    /** Held, as the C library tells it something as long as there is the wiki. */
    private ?Log $log;

    /**
     * A wiki by any of its addresses; nothing is sent.
     *
     * That of its api.php is taken at its word. From that of a page, of index.php or of a host alone, with or without a
     * scheme, the first call finds api.php in at most 4 requests, also over redirects to another host; no secret goes
     * out before.
     *
     * @throws MwaccountException for an address or options that cannot be used
     */
    public function __construct(string $address, Options $options = new Options())
    {
        $settings = $this->settings($options);
        $this->handle = Call::make('wiki', 'mwa_wiki_new', $address, $settings);
    }

    /**
     * Takes up a conversation that {@see Interaction::suspend()} put down; nothing is sent. What belongs to it (the wiki,
     * its dialect, the return address, the user agent, whether http is allowed) is as it was; the proxy, the
     * certificates, the limits, the log, the access token and the web server's own login are those of the options.
     *
     * @throws MwaccountException for a text that is damaged, of a newer version or no such text at all, and where an
     *                            access token or the web server's own login is needed and not given
     */
    public static function resume(
        #[\SensitiveParameter] string|Secret $suspended,
        Options $options = new Options()
    ): Resumed {
        /** @var self $wiki the constructor would make another one in the C library */
        $wiki = (new ReflectionClass(self::class))->newInstanceWithoutConstructor();
        $settings = $wiki->settings($options);
        $newWiki = new CVariable('mwa_wiki *');
        $conversation = new CVariable('mwa_conversation *');
        $isLogin = new CVariable('bool');
        Call::run('mwa_resume', Secret::of($suspended), $settings, $newWiki, $conversation, $isLogin);
        $wiki->handle = $newWiki->handle('mwa_wiki_free');
        $handle = $conversation->handle('mwa_conversation_free');

        return $isLogin->value->cdata
            ? new Resumed($wiki, null, new Login($handle, $wiki->log))
            : new Resumed($wiki, new Creation($handle, $wiki->log), null);
    }

    /**
     * Begins to create an account; nothing is sent before {@see Interaction::step()}. A wiki has one creation at a time:
     * beginning another ends one that waits there.
     *
     * @throws MwaccountException
     */
    public function create(NewAccount $account): Creation
    {
        $account = ToC::account($account);

        return new Creation(Call::make('conversation', 'mwa_wiki_create', $this->handle, $account), $this->log);
    }

    /**
     * Begins to log in the creator of accounts; nothing is sent before {@see Interaction::step()}. Whoever was logged in
     * is not any more.
     *
     * @throws MwaccountException
     */
    public function logIn(Credentials $credentials): Login
    {
        $secret = $credentials->secret();
        $conversation = $credentials->name() === null
            ? Call::make('conversation', 'mwa_wiki_log_in_oauth', $this->handle, $secret)
            : Call::make(
                'conversation',
                'mwa_wiki_log_in',
                $this->handle,
                $credentials->name(),
                $secret,
                $credentials->domain()
            );

        return new Login($conversation, $this->log);
    }

    /**
     * Has nobody be logged in, with nothing left of whoever was; also after a login that did not come to its end.
     * Nothing is sent.
     *
     * @throws MwaccountException
     */
    public function logOut(): void
    {
        Call::run('mwa_wiki_log_out', $this->handle);
    }

    /**
     * Finds out what the wiki asks of new accounts, and its word on the account as far as it is given: its name, its
     * password, its address. Nothing is created, no limit is counted against, no captcha is spent. It costs 2 to 4
     * requests, which a creation does not repeat.
     *
     * @throws MwaccountException
     */
    public function probe(NewAccount $account): Requirements
    {
        return $this->beginProbe($account)->requirements();
    }

    /**
     * Begins to {@see probe()}, for hosts that send the requests themselves or want to see the captcha's image.
     *
     * @throws MwaccountException
     */
    public function beginProbe(NewAccount $account): Probe
    {
        $account = ToC::account($account);

        return new Probe(Call::make('conversation', 'mwa_wiki_probe', $this->handle, $account), $this->log);
    }

    /**
     * All fields that the wiki offers for a new account, the optional and alternative ones included; none on wikis of
     * 1.21 to 1.26, whose fields are fixed. A creation that follows does not ask again.
     *
     * @return list<Field>
     *
     * @throws MwaccountException
     */
    public function fields(): array
    {
        $fields = Call::make('fields', 'mwa_wiki_fields', $this->handle);

        return FromC::fields($fields->pointer);
    }

    /**
     * What is known of the wiki by now; nothing is sent.
     *
     * @throws MwaccountException
     */
    public function facts(): Facts
    {
        return FromC::facts(Call::make('facts', 'mwa_wiki_facts', $this->handle));
    }

    /** What cancels the wiki's calls. */
    public function canceller(): Canceller
    {
        $canceller = Library::ffi()->mwa_wiki_canceller($this->handle->pointer);

        return new Canceller(new Handle($canceller, 'mwa_canceller_free'));
    }

    /** @return array{} what it holds is the C library's */
    public function __debugInfo(): array
    {
        return [];
    }

    /** The options as the C library takes them, with their log, which this wiki keeps. */
    private function settings(Options $options): Handle
    {
        $settings = ToC::options($options);
        $this->log = $options->log === null ? null : new Log($options->log);
        $this->log?->attach($settings);

        return $settings;
    }
}
