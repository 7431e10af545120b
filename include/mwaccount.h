/*
 * mwaccount: creates accounts on MediaWiki wikis of any age.
 *
 * This header is the manual. It is generated from the comments in src/ffi: change it there.
 *
 * QUICK START
 *
 *     mwa_wiki *wiki = NULL;
 *     mwa_account *account = NULL;
 *     mwa_conversation *creation = NULL;
 *     mwa_step *step = NULL;
 *     mwa_error *error = NULL;
 *
 *     if (mwa_wiki_new("https://wiki.example.org/w/api.php", NULL, &wiki, &error) != MWA_STATUS_OK
 *             || mwa_account_new("Zoe Example", &account, &error) != MWA_STATUS_OK
 *             || mwa_account_set_password(account, "Correct-horse-7-battery", &error) != MWA_STATUS_OK
 *             || mwa_wiki_create(wiki, account, &creation, &error) != MWA_STATUS_OK
 *             || mwa_conversation_step(creation, &step, &error) != MWA_STATUS_OK)
 *         fprintf(stderr, "%s\n", mwa_error_message(error));
 *     else if (mwa_step_get_kind(step) == MWA_STEP_KIND_CREATED)
 *         printf("created %s\n", mwa_step_name(step));
 *
 *     mwa_error_free(error);
 *     mwa_step_free(step);
 *     mwa_conversation_free(creation);
 *     mwa_account_free(account);
 *     mwa_wiki_free(wiki);
 *
 * bindings/c/signup.c is a whole program, which asks the user whatever the wiki asks.
 *
 * A creation is a conversation with the wiki. mwa_conversation_step sends requests until the
 * conversation ends or needs input, and writes a step, whose kind tells what to do:
 *
 *     MWA_STEP_KIND_CREATED    The account is created.
 *     MWA_STEP_KIND_ASK        The wiki asks for more, such as a captcha: mwa_conversation_answer.
 *     MWA_STEP_KIND_REFUSED    The wiki refuses: mwa_conversation_revise, or give up.
 *     MWA_STEP_KIND_UNKNOWN    The account may exist; the message says what to do.
 *     ...                      See mwa_step_kind for the others.
 *
 * Call mwa_conversation_step again after mwa_conversation_answer or mwa_conversation_revise. To
 * create accounts as a logged-in user, the creator, log in first: mwa_wiki_log_in begins a
 * conversation too.
 *
 * MANY ACCOUNTS
 *
 * A run creates many accounts, none twice. Its journal, a file, lets a later run create the rest:
 *
 *     mwa_journal_open("workshop.journal", &journal, &error);
 *     mwa_wiki_bulk(wiki, &bulk, &error);
 *     mwa_bulk_set_journal(bulk, journal, NULL, &error);
 *     mwa_bulk_add(bulk, account, 0, &error);      // once for each account
 *     while (mwa_bulk_next(bulk, &event, &error) == MWA_STATUS_OK && event != NULL) {
 *         ...                                      // by mwa_event_get_kind(event)
 *         mwa_event_free(event);
 *     }
 *
 * CALLING CONVENTIONS
 *
 * A function that can fail returns an mwa_status. Its parameters are, in this order: the handle,
 * the input, the places for results, the place for an error. On MWA_STATUS_OK it writes the
 * results and leaves `error` alone. On any other status it leaves the results alone and writes a
 * new mwa_error to `error`, unless `error` is NULL. It does not free what was in these places
 * before.
 *
 * A function that cannot fail returns its result. For a NULL handle it returns NULL, 0 or false, or
 * -1 where -1 means "not known". Its comment names any exception.
 *
 * A getter is named after its type and the property, as mwa_step_name. Getters that return a kind
 * also contain "get", as in mwa_step_get_kind, because mwa_step_kind is a type.
 *
 * MEMORY
 *
 * The caller owns every non-const pointer that a function returns or writes. Free it once, with the
 * _free function of its type, which ignores NULL. Handles may be freed in any order.
 *
 * A pointer to const is borrowed: it stays valid until its owner is freed. The comment of each
 * function names the owner.
 *
 * Everything that is passed to a function is copied, and may be freed after the call. The library
 * overwrites its copies of secrets before it frees them.
 *
 * TEXT
 *
 * Text is UTF-8 and NUL-terminated, in both directions. NULL for a required text is
 * MWA_STATUS_NULL_POINTER, and text that is not valid UTF-8 is MWA_STATUS_INVALID_UTF8. A NUL
 * inside a text from the wiki is replaced by U+FFFD. Messages of a wiki are in the wiki's
 * language, and messages of the library are in English.
 *
 * ERRORS
 *
 * If a call does not report a created account, there are three cases:
 *
 *     A refusal (MWA_STEP_KIND_REFUSED) is the wiki's decision. No account was created. The
 *     conversation continues with mwa_conversation_revise.
 *
 *     An error (a status other than MWA_STATUS_OK) is every other failure, such as invalid input, a
 *     transport error, a lost login or a cancelled call. The call has created no account, unless
 *     the status is MWA_STATUS_PANIC.
 *
 *     MWA_STEP_KIND_UNKNOWN means that the response was lost or unclear and nothing proves what it
 *     did. An account may exist.
 *
 * The library never repeats a request that may create an account. A program that sends the requests
 * with its own HTTP client must make sure that the client does not repeat them either: see
 * mwa_conversation_next_request.
 *
 * THREADS
 *
 * There is no global state. A handle is not bound to a thread. How many threads may use it at the
 * same time depends on its type:
 *
 *     A wiki, its conversations and its runs: one thread. A lock enforces it: a call during another thread's
 *     call returns MWA_STATUS_IN_USE at once, and can be repeated later. Different wikis are
 *     independent.
 *
 *     Accounts, answers, options and responses: one thread. The program has to ensure it.
 *
 *     Immutable handles may be read by several threads at the same time. Their comments say
 *     "Immutable".
 *
 *     A canceller may be used by several threads at the same time.
 *
 * No handle may be freed while another thread is using it.
 *
 * PROCESSES
 *
 * A wiki, its conversations and its runs belong to the process that created the wiki. After a fork, calls
 * with them fail in the child with MWA_REASON_INVALID_ARGUMENT and send
 * nothing, also if the parent has not used them yet: the two processes would share a connection and
 * read each other's responses, and both would continue the same creation. A server that loads the
 * program before it forks its workers must therefore create wikis in the workers. To hand a
 * conversation to a child, suspend it before the fork and resume the text in the child.
 *
 * The child may free all handles of its parent. This ends none of the parent's connections and calls.
 * It may also use the other handles: steps, options, accounts and the like are plain memory.
 *
 * The library starts a thread of its own to look up a name or open a connection, so that this can
 * be cancelled. The thread ends by itself. The library does not change the signal handlers, the
 * locale or the environment of the process. It reads the environment variables for proxies
 * (HTTPS_PROXY and the like) and, on systems that have them, for trusted certificates
 * (SSL_CERT_FILE, SSL_CERT_DIR).
 *
 * VERSIONS
 *
 * MWA_ABI_VERSION and the soname change when a declaration is removed or changes its meaning.
 * Functions and enum values may be added at any time: be prepared for kinds and reasons that your
 * program does not know. For the same reason enum values are passed as uint32_t.
 *
 * This file can be read by C and C++ compilers, by PHP's FFI, and, without the lines that begin
 * with #, by Python's cffi.
 */
#if defined(__cplusplus) && !defined(MWACCOUNT_HPP)
#include "mwaccount.hpp"
#elif !defined(MWACCOUNT_H)
#define MWACCOUNT_H


#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * The version of this ABI, which is also the number in the soname. It is incremented when a
 * declaration is removed or changes its meaning. Additions leave it unchanged.
 */
#define MWA_ABI_VERSION 0

/**
 * The result of a call that can fail. On any value but MWA_STATUS_OK the call writes no result,
 * and it writes an mwa_error if the caller passed a place for one. Values never change their
 * meaning.
 */
typedef enum {
  /**
   * The call succeeded.
   */
  MWA_STATUS_OK = 0,
  /**
   * The call failed; mwa_error_reason returns why.
   */
  MWA_STATUS_FAILED = 1,
  /**
   * A required pointer is NULL.
   */
  MWA_STATUS_NULL_POINTER = 2,
  /**
   * A text is not valid UTF-8.
   */
  MWA_STATUS_INVALID_UTF8 = 3,
  /**
   * The wiki or the conversation is in use by another thread, or by the call that is running
   * the log function. Nothing was done. Try again after that call.
   */
  MWA_STATUS_IN_USE = 4,
  /**
   * An internal error of the library, which should be reported. If an account was being
   * created, it may exist. The wiki and the conversation of the call can only be freed.
   */
  MWA_STATUS_PANIC = 5,
} mwa_status;

/**
 * The reason for an error or a refusal, the same on every MediaWiki release. The wiki's own code
 * and message are available beside it. Values and their names never change their meaning. Later
 * versions may add values: treat an unknown one as MWA_REASON_OTHER.
 */
typedef enum {
  /**
   * No reason: there is no error, or the argument is NULL.
   */
  MWA_REASON_NONE = 0,
  /**
   * The name is in use or reserved, on this wiki or on one that shares its accounts. Choose
   * another name.
   */
  MWA_REASON_NAME_TAKEN = 1,
  /**
   * The wiki does not accept the name: it contains a forbidden character or a listed word,
   * is an IP address, or is too similar to another name. Choose another name.
   */
  MWA_REASON_NAME_INVALID = 2,
  /**
   * The password breaks a rule of the wiki, such as a minimum length; the wiki's message
   * says which. Choose a better password.
   */
  MWA_REASON_PASSWORD_WEAK = 3,
  /**
   * The password and its repetition differ. Send both again.
   */
  MWA_REASON_PASSWORD_MISMATCH = 4,
  /**
   * The wiki does not accept the e-mail address. Correct it or leave it out.
   */
  MWA_REASON_EMAIL_INVALID = 5,
  /**
   * An e-mail address is required, by the wiki or because the password is to be mailed. Add
   * one.
   */
  MWA_REASON_EMAIL_REQUIRED = 6,
  /**
   * The captcha answer is wrong, missing, too late or was used before. Answer a new captcha.
   * If right answers are refused several times, wait: beyond a limit ConfirmEdit treats
   * every answer as wrong.
   */
  MWA_REASON_CAPTCHA_WRONG = 7,
  /**
   * The wiki has no captcha to show (its images are used up), or the external service that
   * checks the answers fails. ConfirmEdit also reports this for some wrong answers. Try a
   * new captcha, later if the error persists.
   */
  MWA_REASON_CAPTCHA_UNAVAILABLE = 8,
  /**
   * The creator could not log in: the name or the password is wrong, action=login cannot ask
   * for the second factor, the OAuth authorisation is not valid, or the session does not
   * allow logins because something else determines its user. After failed logins ConfirmEdit
   * requires a captcha and reports a right password as wrong. Check the credentials and the
   * login method, and do not retry in a loop.
   */
  MWA_REASON_LOGIN_FAILED = 9,
  /**
   * The user lacks a right that others may have: to create accounts, to write through the
   * API, or to read a private wiki. Log in as a user who has it.
   */
  MWA_REASON_NOT_PERMITTED = 10,
  /**
   * The user or the IP address is blocked, or the IP address is on a blacklist. Trying again
   * does not help; the wiki's message says whom to ask.
   */
  MWA_REASON_BLOCKED = 11,
  /**
   * A limit is reached: for accounts per day, logins or other actions. Wait, or use a
   * creator who is exempt from the limit.
   */
  MWA_REASON_THROTTLED = 12,
  /**
   * The wiki is read-only at the moment; its message often says why. Try again later.
   */
  MWA_REASON_READ_ONLY = 13,
  /**
   * The server failed temporarily, or somebody else is creating the same name. Try again
   * shortly. AuthManager can throw an exception after it has stored the account; in a creation
   * the library therefore checks first whether the account exists.
   */
  MWA_REASON_BUSY = 14,
  /**
   * Account creation, its API module or writing through the API is disabled or missing, for
   * everybody. Try another dialect, or create the account in the way that the wiki provides.
   */
  MWA_REASON_DISABLED = 15,
  /**
   * The wiki sets no password for a new account: accounts come from a single sign-on
   * service. Log in there once.
   */
  MWA_REASON_NO_LOCAL_ACCOUNTS = 16,
  /**
   * An extension refused, and only its message says why. Show the message. On 1.21 and 1.22
   * the cause is often a captcha that the API cannot show.
   */
  MWA_REASON_REFUSED_BY_EXTENSION = 17,
  /**
   * One other field, such as the language or the domain, or several fields are invalid; the
   * message says which. Correct them and send again.
   */
  MWA_REASON_FIELD_INVALID = 18,
  /**
   * The token, the cookies or the login no longer exist, or the conversation was ended by
   * another one. Log in again if there was a login, and begin again.
   */
  MWA_REASON_SESSION_LOST = 19,
  /**
   * The server at this address is not MediaWiki. Check the address.
   */
  MWA_REASON_NOT_A_WIKI = 20,
  /**
   * A server in front of the wiki denies access: with HTTP status 401, 403 or 406, or with a page
   * that challenges browsers. Ask the operator of the site.
   */
  MWA_REASON_ACCESS_DENIED = 21,
  /**
   * The connection failed, or no response arrived in time. Check the address and the
   * network, then try again.
   */
  MWA_REASON_UNREACHABLE = 22,
  /**
   * A secret would have been sent unencrypted, an unencrypted response led to another host, or the
   * connection could not be trusted. Use https, or allow http where that is acceptable.
   */
  MWA_REASON_INSECURE = 23,
  /**
   * A response is larger than allowed. Raise the limit if you trust the wiki.
   */
  MWA_REASON_TOO_LARGE = 24,
  /**
   * The wiki could not read a request, or the library could not read a response. Report this
   * as a bug.
   */
  MWA_REASON_PROTOCOL = 25,
  /**
   * The caller cancelled the call.
   */
  MWA_REASON_CANCELLED = 26,
  /**
   * The journal of a run of many accounts cannot be read or written, or another run uses it. Free
   * space or end the other run, and run it again.
   */
  MWA_REASON_JOURNAL = 27,
  /**
   * Invalid input from the caller, found before anything was sent. Correct the call.
   */
  MWA_REASON_INVALID_ARGUMENT = 28,
  /**
   * A code that this version does not know, or one that is not a refusal. Show the wiki's
   * code and message.
   */
  MWA_REASON_OTHER = 29,
} mwa_reason;

/**
 * The kind of a step: what the conversation waits for, or how it ended. MediaWiki's own words are
 * in parentheses.
 */
typedef enum {
  /**
   * No step: the argument is NULL.
   */
  MWA_STEP_KIND_NONE = 0,
  /**
   * This creation has created the account (PASS).
   */
  MWA_STEP_KIND_CREATED = 1,
  /**
   * The creator is logged in (PASS). Accounts are created by this user from now on.
   */
  MWA_STEP_KIND_LOGGED_IN = 2,
  /**
   * The wiki asks for fields, such as a captcha or a second factor (UI, NeedCaptcha). Call
   * mwa_conversation_answer.
   */
  MWA_STEP_KIND_ASK = 3,
  /**
   * The user must open mwa_step_redirect_url in a browser and come back (REDIRECT). Call
   * mwa_conversation_returned, or mwa_conversation_answer with the fields.
   */
  MWA_STEP_KIND_REDIRECT = 4,
  /**
   * The wiki starts over and asks for fields (RESTART, createpreservestate). Call
   * mwa_conversation_answer.
   */
  MWA_STEP_KIND_RESTART = 5,
  /**
   * The wiki refused, and no account was created (FAIL). Call mwa_conversation_revise to try
   * again.
   */
  MWA_STEP_KIND_REFUSED = 6,
  /**
   * The account may exist: the response was lost or unclear, and the existence check found
   * no proof or was cancelled. mwa_step_refusal has the evidence.
   */
  MWA_STEP_KIND_UNKNOWN = 7,
  /**
   * The probe is done. Call mwa_step_requirements.
   */
  MWA_STEP_KIND_PROBED = 8,
  /**
   * The image is fetched. Call mwa_step_image.
   */
  MWA_STEP_KIND_IMAGE = 9,
} mwa_step_kind;

/**
 * The type of a field, as in MediaWiki's AuthenticationRequest.
 */
typedef enum {
  /**
   * A text to show, which takes no answer. Also returned for NULL.
   */
  MWA_FIELD_KIND_NULL = 0,
  /**
   * A line of text.
   */
  MWA_FIELD_KIND_STRING = 1,
  /**
   * A line of text that is hidden while it is typed.
   */
  MWA_FIELD_KIND_PASSWORD = 2,
  /**
   * One of the options.
   */
  MWA_FIELD_KIND_SELECT = 3,
  /**
   * A checkbox.
   */
  MWA_FIELD_KIND_CHECKBOX = 4,
  /**
   * Any number of the options.
   */
  MWA_FIELD_KIND_MULTISELECT = 5,
  /**
   * A button.
   */
  MWA_FIELD_KIND_BUTTON = 6,
  /**
   * A value to send back unchanged; the library does so.
   */
  MWA_FIELD_KIND_HIDDEN = 7,
} mwa_field_kind;

/**
 * The captchas of MediaWiki's ConfirmEdit extension.
 */
typedef enum {
  /**
   * No captcha: the argument is NULL.
   */
  MWA_CAPTCHA_KIND_NONE = 0,
  /**
   * SimpleCaptcha: an arithmetic problem in plain text.
   */
  MWA_CAPTCHA_KIND_SIMPLE = 1,
  /**
   * MathCaptcha: an arithmetic problem as a formula.
   */
  MWA_CAPTCHA_KIND_MATH = 2,
  /**
   * QuestyCaptcha: a question.
   */
  MWA_CAPTCHA_KIND_QUESTION = 3,
  /**
   * FancyCaptcha: a word in an image.
   */
  MWA_CAPTCHA_KIND_IMAGE = 4,
  /**
   * reCAPTCHA 1: the challenge is the field "captcha-challenge", the response the field
   * "captcha".
   */
  MWA_CAPTCHA_KIND_RECAPTCHA = 5,
  /**
   * reCAPTCHA 2: the answer is the token of the widget with the site key.
   */
  MWA_CAPTCHA_KIND_RECAPTCHA_NO_CAPTCHA = 6,
  /**
   * hCaptcha: the answer is the token of the widget with the site key.
   */
  MWA_CAPTCHA_KIND_HCAPTCHA = 7,
  /**
   * Turnstile: the answer is the token of the widget with the site key.
   */
  MWA_CAPTCHA_KIND_TURNSTILE = 8,
  /**
   * A kind that this version does not know. Its answer is sent all the same.
   */
  MWA_CAPTCHA_KIND_OTHER = 9,
} mwa_captcha_kind;

/**
 * A protocol that creates accounts on a wiki.
 */
typedef enum {
  /**
   * Not detected yet. As an option: to be detected.
   */
  MWA_DIALECT_UNKNOWN = 0,
  /**
   * action=createaccount of MediaWiki 1.27 and later, which uses AuthManager.
   */
  MWA_DIALECT_AUTH_MANAGER = 1,
  /**
   * action=createaccount of MediaWiki 1.21 to 1.26.
   */
  MWA_DIALECT_LEGACY_API = 2,
  /**
   * The sign-up page, for older wikis and for those whose API does not create accounts.
   */
  MWA_DIALECT_WEB_FORM = 3,
} mwa_dialect;

/**
 * The wiki's answer to whether a name can be used for a new account.
 */
typedef enum {
  /**
   * The wiki did not tell; its refusal has the reason. Also returned for NULL.
   */
  MWA_NAME_STATUS_UNKNOWN = 0,
  /**
   * There is no account of this name. From 1.28 on the wiki would accept it; older and private wikis
   * may still refuse it.
   */
  MWA_NAME_STATUS_FREE = 1,
  /**
   * There is an account of this name, on this wiki or on one with which it shares its accounts.
   */
  MWA_NAME_STATUS_TAKEN = 2,
  /**
   * The wiki does not accept the name: it is invalid, or on a blacklist.
   */
  MWA_NAME_STATUS_NOT_ALLOWED = 3,
  /**
   * The name is too similar to another one (AntiSpoof).
   */
  MWA_NAME_STATUS_TOO_SIMILAR = 4,
} mwa_name_status;

/**
 * The kind of an event.
 */
typedef enum {
  /**
   * No event: the argument is NULL.
   */
  MWA_EVENT_KIND_NONE = 0,
  /**
   * The wiki asks for something, at the creator's login or for a row: mwa_event_step is
   * MWA_STEP_KIND_ASK, MWA_STEP_KIND_REDIRECT or MWA_STEP_KIND_RESTART. Call mwa_bulk_answer,
   * mwa_bulk_returned or mwa_bulk_skip.
   */
  MWA_EVENT_KIND_STEP = 1,
  /**
   * A row has its result. Results come in the order of the rows.
   */
  MWA_EVENT_KIND_ROW = 2,
  /**
   * The next call of mwa_bulk_next waits mwa_event_wait milliseconds before it goes on.
   */
  MWA_EVENT_KIND_WAIT = 3,
  /**
   * The run cannot go on. The rows that are left have no result.
   */
  MWA_EVENT_KIND_STOPPED = 4,
} mwa_event_kind;

/**
 * The outcome of a row.
 */
typedef enum {
  /**
   * No outcome: the event is not MWA_EVENT_KIND_ROW, or NULL.
   */
  MWA_OUTCOME_NONE = 0,
  /**
   * The account exists, and this run or an earlier one with the same journal created it.
   */
  MWA_OUTCOME_CREATED = 1,
  /**
   * The wiki refused the account. Nothing was created.
   */
  MWA_OUTCOME_REFUSED = 2,
  /**
   * The account may have been created. The next run with the same journal asks the wiki again.
   */
  MWA_OUTCOME_UNKNOWN = 3,
  /**
   * Nothing was sent, because the row is invalid or repeats a name.
   */
  MWA_OUTCOME_INVALID = 4,
  /**
   * The host skipped the row at a step. Nothing was created; the next run tries it again.
   */
  MWA_OUTCOME_SKIPPED = 5,
} mwa_outcome;

/**
 * The effect that a request may have on the wiki.
 */
typedef enum {
  /**
   * It changes nothing, and may be sent again. Also returned for NULL.
   */
  MWA_EFFECT_READ = 0,
  /**
   * It logs a user in. Sent again, it may count as a failed login.
   */
  MWA_EFFECT_LOGIN = 1,
  /**
   * It may create an account, and must not be sent again.
   */
  MWA_EFFECT_MAY_CREATE = 2,
} mwa_effect;

/**
 * The format in which the legacy API responds.
 */
typedef enum {
  /**
   * JSON.
   */
  MWA_FORMAT_JSON = 0,
  /**
   * XML.
   */
  MWA_FORMAT_XML = 1,
} mwa_format;

/**
 * How far a request without a response got.
 */
typedef enum {
  /**
   * Not sent: no byte of the request can have reached the wiki.
   */
  MWA_FAILURE_NOT_SENT = 0,
  /**
   * Lost: the request may have reached the wiki, but the connection broke.
   */
  MWA_FAILURE_LOST = 1,
  /**
   * Lost: the request may have reached the wiki, but no response arrived in time. The wiki
   * may still be working on it.
   */
  MWA_FAILURE_TIMED_OUT = 2,
} mwa_failure;

/**
 * The account to create. Only the name is required.
 *
 * If you set a property that the wiki does not offer, the result depends on the property. E-mail
 * address, domain: the creation fails before the account is sent. Real name, reason, language: the
 * account is created without it, with the warning "not-offered". On MediaWiki 1.21 to 1.26 the
 * sign-up page is read to find out.
 *
 * One thread at a time may use it. Free it with mwa_account_free.
 */
typedef struct mwa_account mwa_account;

/**
 * Answers to fields, by field name. One thread at a time may use them. Free them with
 * mwa_answers_free.
 */
typedef struct mwa_answers mwa_answers;

/**
 * A run that creates many accounts on a wiki, none twice.
 *
 * It keeps the wiki alive, even after mwa_wiki_free. One thread at a time may use a wiki, its conversations
 * and its runs, and only the process that created the wiki. Free it with mwa_bulk_free.
 */
typedef struct mwa_bulk mwa_bulk;

/**
 * A canceller for the calls of a wiki and its conversations. Several threads may use it at the
 * same time, and it may outlive its wiki. Free it with mwa_canceller_free.
 */
typedef struct mwa_canceller mwa_canceller;

/**
 * A captcha to show to a person; the library solves none. Its answer is the field "captcha".
 *
 * Immutable, and a part of its step or requirements.
 */
typedef struct mwa_captcha mwa_captcha;

/**
 * A conversation with a wiki: a creation, the login of a creator, a probe, or the fetch of a
 * captcha's image.
 *
 * It keeps the wiki alive, even after mwa_wiki_free. One thread at a time may use a wiki and its
 * conversations, and only the process that created the wiki. Free it with mwa_conversation_free.
 */
typedef struct mwa_conversation mwa_conversation;

/**
 * The rights and limits of the caller of a wiki who creates many accounts. Immutable. Free it with
 * mwa_creator_limits_free.
 */
typedef struct mwa_creator_limits mwa_creator_limits;

/**
 * The error of a failed call. The call has created no account, unless the status is
 * MWA_STATUS_PANIC.
 *
 * Immutable: threads may share it. Free it with mwa_error_free.
 */
typedef struct mwa_error mwa_error;

/**
 * An event of a run. Parts that a kind of event does not have are NULL, 0, false or -1.
 *
 * Immutable: threads may share it. Free it with mwa_event_free.
 */
typedef struct mwa_event mwa_event;

/**
 * Facts about a wiki, as known at the time of mwa_wiki_facts.
 *
 * Immutable: threads may share it. Free it with mwa_facts_free.
 */
typedef struct mwa_facts mwa_facts;

/**
 * A field, which is a part of its list. Immutable.
 */
typedef struct mwa_field mwa_field;

/**
 * A list of fields, in the wiki's order. Immutable.
 *
 * A list from mwa_wiki_fields is freed with mwa_fields_free. A list from a step or from
 * requirements is a part of them.
 */
typedef struct mwa_fields mwa_fields;

/**
 * The image of a captcha. Immutable, and a part of its step.
 */
typedef struct mwa_image mwa_image;

/**
 * The journal of runs of many accounts: a file that tells what was sent and what became of it, without
 * passwords. Several threads may use it. Free it with mwa_journal_free.
 */
typedef struct mwa_journal mwa_journal;

/**
 * The result for one name, which is a part of its list. Immutable.
 */
typedef struct mwa_name_check mwa_name_check;

/**
 * The results of mwa_wiki_check_names, in the order of the names. Immutable. Free it with
 * mwa_name_checks_free.
 */
typedef struct mwa_name_checks mwa_name_checks;

/**
 * A list of names for mwa_wiki_check_names. Free it with mwa_names_free.
 */
typedef struct mwa_names mwa_names;

/**
 * Settings for wikis. mwa_wiki_new and mwa_resume copy what they need: options may be used for
 * several wikis, and freed afterwards.
 *
 * One thread at a time may use them. Free them with mwa_options_free.
 */
typedef struct mwa_options mwa_options;

/**
 * A refusal by the wiki, or why it is unknown whether an account was created. Immutable, and a
 * part of its step or requirements.
 */
typedef struct mwa_refusal mwa_refusal;

/**
 * A request for a host that sends it with an HTTP client of its own. See
 * mwa_conversation_next_request for how. Its headers and its body contain secrets.
 *
 * Immutable: threads may share it. Free it with mwa_request_free.
 */
typedef struct mwa_request mwa_request;

/**
 * The result of a probe: what the wiki requires for a new account. Where a function returns an
 * int, it is 1 for yes, 0 for no, and -1 if this wiki does not tell.
 *
 * Immutable, and a part of its step.
 */
typedef struct mwa_requirements mwa_requirements;

/**
 * An HTTP response that the host has received: status, headers and body.
 *
 * One thread at a time may use it. Free it with mwa_response_free.
 */
typedef struct mwa_response mwa_response;

/**
 * A secret text: a suspended conversation.
 *
 * Immutable: threads may share it. Free it with mwa_secret_free.
 */
typedef struct mwa_secret mwa_secret;

/**
 * A step of a conversation: what it waits for, or how it ended. Parts that a kind of step does not
 * have are NULL, 0 or -1.
 *
 * Immutable: threads may share it. Free it with mwa_step_free.
 */
typedef struct mwa_step mwa_step;

/**
 * The user who is logged in, as the wiki shows the account. Immutable. Free it with mwa_user_free.
 */
typedef struct mwa_user mwa_user;

/**
 * A client for one wiki, with its session: cookies, tokens and the logged-in user.
 *
 * One thread at a time may use a wiki and its conversations. A call from another thread meanwhile
 * returns MWA_STATUS_IN_USE. Only the process that created it may use it. Free it with
 * mwa_wiki_free.
 */
typedef struct mwa_wiki mwa_wiki;

/**
 * A log function. The library calls it with one line of text before each request, before each
 * wait, and after each request with its result. No line contains a secret.
 *
 * `data` is the pointer that was passed to mwa_options_set_log. `line` is valid until the function
 * returns.
 *
 * The function runs on the thread that called the library, which waits for it. It must not throw
 * an exception or leave with longjmp. It must not use the wiki or its conversations; only
 * mwa_canceller_cancel is allowed.
 */
typedef void (*mwa_log)(void *data, const char *line);

/**
 * Returns the MWA_ABI_VERSION of the loaded library. If it differs from the MWA_ABI_VERSION of the
 * header, the program and the library are incompatible.
 */
uint32_t mwa_abi_version(void);

/**
 * Returns the version of the loaded library, such as "0.1.0". The text is static and never freed.
 */
const char *mwa_version(void);

/**
 * Returns the name of a reason, such as "name-taken". It is the same in every language for which
 * the library has a package. The text is static and never freed.
 *
 * Returns NULL for MWA_REASON_NONE and for a number that is not an mwa_reason.
 */
const char *mwa_reason_name(uint32_t reason);

/**
 * Returns the status that the failed call returned; MWA_STATUS_OK for NULL.
 */
mwa_status mwa_error_status(const mwa_error *error);

/**
 * Returns the reason for the error; MWA_REASON_NONE for NULL.
 */
mwa_reason mwa_error_reason(const mwa_error *error);

/**
 * Returns a sentence for people: what happened and what to do. It contains no secret. The text is
 * borrowed until the error is freed.
 */
const char *mwa_error_message(const mwa_error *error);

/**
 * Returns the wiki's own error code, such as "blocked", or NULL if the wiki sent none. The text is
 * borrowed until the error is freed.
 */
const char *mwa_error_code(const mwa_error *error);

/**
 * Returns the name of the field with the invalid input, or NULL if the error is not about a field.
 * The text is borrowed until the error is freed.
 */
const char *mwa_error_field(const mwa_error *error);

/**
 * Returns the number of seconds after which another try can succeed, or -1 if that is not known.
 */
int64_t mwa_error_retry_after(const mwa_error *error);

/**
 * Frees an error. NULL is ignored.
 */
void mwa_error_free(mwa_error *error);

/**
 * Creates options with the default settings. Never returns NULL.
 */
mwa_options *mwa_options_new(void);

/**
 * Sets contact information of the operator, such as a mail address or a web page. It becomes a
 * part of the User-Agent header, as wikis require of tools. NULL, the default, sends none.
 */
mwa_status mwa_options_set_contact(mwa_options *options, const char *contact, mwa_error **error);

/**
 * Sets the whole User-Agent header, in printable ASCII. NULL, the default, sends
 * "mwaccount/VERSION (CONTACT)".
 */
mwa_status mwa_options_set_user_agent(mwa_options *options,
                                      const char *user_agent,
                                      mwa_error **error);

/**
 * Sets whether secrets may be sent unencrypted to another machine; false by default. To this
 * machine (loopback) they are always sent.
 */
mwa_status mwa_options_set_allow_http(mwa_options *options, bool allow, mwa_error **error);

/**
 * Sets whether a login as the new user is to prove whose account it is, if the response to a
 * creation was lost or unclear and there may be an account of that name; false by default.
 *
 * Without it the time of the registration decides. That tells an account of this creation from any
 * other, except from one that somebody else registered in the same seconds while this creation's
 * request was lost. The login costs two or three requests, only in that case, in a session of its
 * own. It needs the password: it is left out if the wiki mails one, and after the creation was
 * resumed without giving the password again.
 */
mwa_status mwa_options_set_prove_by_login(mwa_options *options, bool prove, mwa_error **error);

/**
 * Sets the format in which the legacy API responds: an mwa_format, MWA_FORMAT_JSON by default.
 * AuthManager always responds in JSON.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT for any other number.
 */
mwa_status mwa_options_set_format(mwa_options *options, uint32_t format, mwa_error **error);

/**
 * Sets the dialect, an mwa_dialect, if it is known from mwa_facts_dialect. No other dialect is
 * tried then. On a wiki with the legacy API this saves the request that detects the dialect.
 * MWA_DIALECT_UNKNOWN, the default, detects the dialect.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT for any other number.
 */
mwa_status mwa_options_set_dialect(mwa_options *options, uint32_t dialect, mwa_error **error);

/**
 * Sets the URL to which the user returns after MWA_STEP_KIND_REDIRECT (MediaWiki's
 * createreturnurl), absolute and with its scheme. NULL, the default, is the wiki itself.
 */
mwa_status mwa_options_set_return_url(mwa_options *options, const char *url, mwa_error **error);

/**
 * Sets the user name and the password for HTTP basic authentication (RFC 7617), where the web
 * server requires it for any access to the wiki. They are sent with every request to the wiki, and
 * to nowhere else. They are sent unencrypted to another machine only if mwa_options_set_allow_http
 * permits it.
 *
 * They cannot be used together with mwa_wiki_log_in_oauth or mwa_wiki_log_in_oauth1, nor with a user name
 * or password in the address of mwa_wiki_new, which mean the same. A suspended conversation does not
 * contain them: pass them to mwa_resume again. NULL for both, the default, uses no HTTP
 * authentication.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT if only one of them is NULL.
 */
mwa_status mwa_options_set_http_auth(mwa_options *options,
                                     const char *user,
                                     const char *password,
                                     mwa_error **error);

/**
 * Sets a PEM file of trusted certificates: those of certificate authorities, or a server's own one
 * if it is self-signed. No other certificate is trusted for the wiki then; a proxy over TLS is
 * still checked with the system's authorities. NULL, the default, trusts the system's authorities.
 *
 * mwa_wiki_new and mwa_resume read the file, and fail if they cannot use it. A host that sends the
 * requests itself sets up trust in its own HTTP client instead.
 */
mwa_status mwa_options_set_ca_file(mwa_options *options, const char *path, mwa_error **error);

/**
 * Sets a PEM file with the TLS client certificate, for servers that require one: the certificate,
 * then its intermediate certificates, and its private key unless mwa_options_set_client_key names
 * another file. NULL, the default, uses no client certificate.
 *
 * mwa_wiki_new and mwa_resume read the file, and fail if they cannot use it.
 */
mwa_status mwa_options_set_client_cert(mwa_options *options, const char *path, mwa_error **error);

/**
 * Sets a PEM file with the private key of the client certificate, without a passphrase. NULL, the
 * default, reads the key from the file of the certificate.
 */
mwa_status mwa_options_set_client_key(mwa_options *options, const char *path, mwa_error **error);

/**
 * Sets the proxy: "http://host:port", or "http://name:password@host:port". NULL, the default, uses
 * the one in the environment (HTTPS_PROXY and the like). Requests to this machine never use a
 * proxy.
 */
mwa_status mwa_options_set_proxy(mwa_options *options, const char *proxy, mwa_error **error);

/**
 * Sets the lag of the wiki's databases in seconds up to which it may create accounts (MediaWiki's maxlag,
 * etiquette for programs that create many; 5 is usual). Without it none is sent. A wiki that lags more refuses
 * a creation with MWA_REASON_BUSY, the code "maxlag" and mwa_refusal_retry_after, and creates nothing. It is
 * sent with the creations of the API only.
 */
mwa_status mwa_options_set_maxlag(mwa_options *options,
                                  uint32_t seconds,
                                  mwa_error **error);

/**
 * Sets the time limit of a single request in milliseconds, from the name lookup to the end of the
 * response; 30000 by default.
 */
mwa_status mwa_options_set_timeout(mwa_options *options, uint64_t milliseconds, mwa_error **error);

/**
 * Sets the maximum size of a response body in bytes, after decompression; 1048576 by default.
 */
mwa_status mwa_options_set_max_body(mwa_options *options, size_t bytes, mwa_error **error);

/**
 * Sets the OAuth 2 access token for mwa_resume, if the suspended conversation was begun with one.
 * It must be a token of the same user. NULL, the default, passes none.
 *
 * With a token set, mwa_wiki_new fails with MWA_REASON_INVALID_ARGUMENT; a new conversation gets
 * its token from mwa_wiki_log_in_oauth.
 */
mwa_status mwa_options_set_access_token(mwa_options *options, const char *token, mwa_error **error);

/**
 * Sets the OAuth 1.0a token for mwa_resume, as mwa_options_set_access_token sets one of OAuth 2.
 * Options have one token: the last call counts. NULL for all four passes none. A new conversation gets
 * its token from mwa_wiki_log_in_oauth1, which describes the four.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT if some of them are NULL.
 */
mwa_status mwa_options_set_oauth1_token(mwa_options *options,
                                        const char *consumer_key,
                                        const char *consumer_secret,
                                        const char *access_token,
                                        const char *access_secret,
                                        mwa_error **error);

/**
 * Adds a key that authenticates suspended conversations, by HMAC-SHA256. mwa_conversation_suspend uses
 * the first key; mwa_resume accepts a text of any of them, so that a key can be replaced, and no other
 * text. Without a key, the default, a suspended text is not authenticated: whoever can change it
 * chooses what the resumed conversation does. NULL removes all keys.
 *
 * The key is a random text of at least 32 bytes, such as the output of "openssl rand -hex 32", which only
 * the servers that suspend and resume know. mwa_wiki_new and mwa_resume fail with
 * MWA_REASON_INVALID_ARGUMENT if it is shorter.
 */
mwa_status mwa_options_add_suspend_key(mwa_options *options,
                                       const char *key,
                                       mwa_error **error);

/**
 * Sets the log function. `data` is passed to each call of it; it must stay valid as long as a wiki
 * or conversation with these options is in use. NULL, the default, logs nothing.
 */
mwa_status mwa_options_set_log(mwa_options *options, mwa_log log, void *data, mwa_error **error);

/**
 * Frees options. Wikis that were created with them are not affected. NULL is ignored.
 */
void mwa_options_free(mwa_options *options);

/**
 * Creates a client for the wiki at `address`. Sends nothing. `options` may be NULL for the default
 * settings.
 *
 * `address` is the API URL, that is the URL of api.php, which is used as it is. It may also be the
 * address of any page, of index.php, or a host name, with or without a scheme. Then the first call
 * that sends requests finds api.php, with at most 4 of them and over redirects, even to another
 * host. No secret is sent before api.php is found. Save mwa_facts_api_url and pass it the next
 * time to save these requests.
 *
 * A user name and password in `address` ("https://user:password@wiki.example.org/", percent-encoded) are
 * used as those of mwa_options_set_http_auth, and are shown nowhere.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT if the address or an option cannot be used.
 */
mwa_status mwa_wiki_new(const char *address,
                        const mwa_options *options,
                        mwa_wiki **wiki,
                        mwa_error **error);

/**
 * Begins to create an account. `account` is copied. Sends nothing: continue with
 * mwa_conversation_step.
 *
 * A wiki has one creation or login at a time. Beginning another one ends the previous one, whose
 * calls then fail with MWA_REASON_SESSION_LOST. Use one wiki for each creation to keep several of
 * them open.
 */
mwa_status mwa_wiki_create(mwa_wiki *wiki,
                           const mwa_account *account,
                           mwa_conversation **conversation,
                           mwa_error **error);

/**
 * Begins to log in the creator, the user who creates accounts for others. Logs out the previous
 * user. Sends nothing: continue with mwa_conversation_step.
 *
 * `name` is the user name, or "User@bot" for a bot password. `domain` is the domain of an external
 * authentication, or NULL.
 */
mwa_status mwa_wiki_log_in(mwa_wiki *wiki,
                           const char *name,
                           const char *password,
                           const char *domain,
                           mwa_conversation **conversation,
                           mwa_error **error);

/**
 * Begins to log in the creator with an OAuth 2 access token, otherwise as mwa_wiki_log_in. The
 * token is sent with every request to the wiki and to nowhere else. It cannot be used together
 * with mwa_options_set_http_auth.
 */
mwa_status mwa_wiki_log_in_oauth(mwa_wiki *wiki,
                                 const char *token,
                                 mwa_conversation **conversation,
                                 mwa_error **error);

/**
 * Begins to log in the creator with the tokens of an OAuth 1.0a owner-only consumer, otherwise as
 * mwa_wiki_log_in_oauth: for wikis whose OAuth extension is older than OAuth 2. The wiki shows the
 * four when the consumer is registered: its key ("consumer token") and secret, the access token and its
 * secret. The two secrets sign every request and are never sent. Consumers with an RSA key are not
 * supported.
 *
 * The wiki refuses requests if its clock and this machine's differ by more than 300 seconds. A host
 * that sends the requests itself must send each soon after mwa_conversation_next_request, since its
 * time is signed.
 */
mwa_status mwa_wiki_log_in_oauth1(mwa_wiki *wiki,
                                  const char *consumer_key,
                                  const char *consumer_secret,
                                  const char *access_token,
                                  const char *access_secret,
                                  mwa_conversation **conversation,
                                  mwa_error **error);

/**
 * Begins a probe, which finds out what the wiki requires for a new account without creating one.
 * It also has the wiki check the name, the password and the e-mail address of `account`, as far as
 * they are set. `account` is copied. Sends nothing: continue with mwa_conversation_step, whose
 * step is MWA_STEP_KIND_PROBED.
 *
 * A probe takes 2 to 4 requests, which a creation does not repeat. It counts against no limit of
 * the wiki and uses up no captcha.
 */
mwa_status mwa_wiki_probe(mwa_wiki *wiki,
                          const mwa_account *account,
                          mwa_conversation **conversation,
                          mwa_error **error);

/**
 * Logs out: discards the user, the cookies and the tokens, also those of an unfinished login.
 * Sends nothing.
 */
mwa_status mwa_wiki_log_out(mwa_wiki *wiki, mwa_error **error);

/**
 * Gets all fields that the wiki offers for a new account, including optional and alternative ones.
 * The list is empty on MediaWiki 1.21 to 1.26, whose fields are fixed, and where the sign-up form
 * is refused to this user. Free it with mwa_fields_free.
 *
 * Blocks while it sends requests with the library's own HTTP client. A creation that follows does
 * not repeat them. Fails as mwa_conversation_step does.
 */
mwa_status mwa_wiki_fields(mwa_wiki *wiki, mwa_fields **fields, mwa_error **error);

/**
 * Checks many names for new accounts, and creates nothing. 50 names take one request, on a private wiki
 * and on one without an API each name takes one. A name of which the wiki does not tell is
 * MWA_NAME_STATUS_UNKNOWN. Free the results with mwa_name_checks_free.
 *
 * Blocks while it sends requests with the library's own HTTP client. Fails as mwa_conversation_step
 * does.
 */
mwa_status mwa_wiki_check_names(mwa_wiki *wiki,
                                const mwa_names *names,
                                mwa_name_checks **checks,
                                mwa_error **error);

/**
 * Gets what limits this caller's creations: rights, groups, the wiki's limits of rates, and whether
 * the wiki shares its accounts with others. Free the limits with mwa_creator_limits_free.
 *
 * Blocks while it sends a request with the library's own HTTP client. Fails as mwa_conversation_step
 * does.
 */
mwa_status mwa_wiki_creator_limits(mwa_wiki *wiki,
                                   mwa_creator_limits **limits,
                                   mwa_error **error);

/**
 * Gets the logged-in user, with e-mail address and real name as the wiki shows them. Free the user with
 * mwa_user_free.
 *
 * Blocks while it sends a request with the library's own HTTP client. Fails with
 * MWA_REASON_INVALID_ARGUMENT if nobody is logged in, and as mwa_conversation_step does.
 */
mwa_status mwa_wiki_user(mwa_wiki *wiki,
                         mwa_user **user,
                         mwa_error **error);

/**
 * Gets what is known about the wiki so far. Sends nothing. Free the facts with mwa_facts_free.
 */
mwa_status mwa_wiki_facts(const mwa_wiki *wiki, mwa_facts **facts, mwa_error **error);

/**
 * Returns a canceller for the calls of the wiki and its conversations; NULL for NULL. Any thread
 * may call this, even during another call. Free it with mwa_canceller_free.
 */
mwa_canceller *mwa_wiki_canceller(const mwa_wiki *wiki);

/**
 * Frees a wiki. Its conversations can still be used. NULL is ignored.
 */
void mwa_wiki_free(mwa_wiki *wiki);

/**
 * Creates an account object with this user name and nothing else set. MediaWiki capitalises the
 * first letter of the name and reads "_" as a space.
 */
mwa_status mwa_account_new(const char *name, mwa_account **account, mwa_error **error);

/**
 * Replaces the user name, for example after MWA_REASON_NAME_TAKEN.
 */
mwa_status mwa_account_set_name(mwa_account *account, const char *name, mwa_error **error);

/**
 * Sets the password. NULL, the default, sets none: for wikis that mail a password, or where
 * another service authenticates the user. The library overwrites its copies before it frees them.
 */
mwa_status mwa_account_set_password(mwa_account *account, const char *password, mwa_error **error);

/**
 * Sets the e-mail address. NULL, the default, sets none.
 */
mwa_status mwa_account_set_email(mwa_account *account, const char *email, mwa_error **error);

/**
 * Sets the real name. NULL, the default, sets none.
 */
mwa_status mwa_account_set_real_name(mwa_account *account,
                                     const char *real_name,
                                     mwa_error **error);

/**
 * Sets the reason, the comment of the log entry. NULL, the default, sets none. MediaWiki 1.27 and
 * later accepts it from logged-in creators only.
 */
mwa_status mwa_account_set_reason(mwa_account *account, const char *reason, mwa_error **error);

/**
 * Sets the language preference of the account, as a code of letters, digits and hyphens, such as
 * "de-ch"; any other code is invalid input before the first request. NULL, the default, is the
 * wiki's language.
 */
mwa_status mwa_account_set_language(mwa_account *account, const char *language, mwa_error **error);

/**
 * Sets the domain of an external authentication. NULL, the default, sets none.
 */
mwa_status mwa_account_set_domain(mwa_account *account, const char *domain, mwa_error **error);

/**
 * Sets whether the wiki generates a password and mails it to the e-mail address (MediaWiki's
 * mailpassword); false by default.
 */
mwa_status mwa_account_set_mail_password(mwa_account *account,
                                         bool mail_password,
                                         mwa_error **error);

/**
 * Sets whether to send a name that the wiki would truncate or change; false by default: such a name
 * is refused (MWA_REASON_NAME_INVALID). MediaWiki 1.24 and later change "User:Foo" to "Foo", also
 * with their own words for the namespace, so no name with a colon is sent. 1.21 to 1.26 change
 * "Foo#bar" to "Foo".
 */
mwa_status mwa_account_set_allow_altered_name(mwa_account *account, bool allow, mwa_error **error);

/**
 * Sets the values of fields that extensions add, by the wiki's field names. The field "captcha"
 * holds a captcha answer that is known beforehand. `fields` is copied and replaces the previous
 * ones. NULL removes them.
 */
mwa_status mwa_account_set_fields(mwa_account *account,
                                  const mwa_answers *fields,
                                  mwa_error **error);

/**
 * Frees an account object. Conversations that were begun with it are not affected. NULL is
 * ignored.
 */
void mwa_account_free(mwa_account *account);

/**
 * Creates an empty set of answers. Never returns NULL.
 */
mwa_answers *mwa_answers_new(void);

/**
 * Sets the text of a field, the value of the chosen option of a select field, or the captcha
 * answer, whose field is "captcha" on every wiki. Replaces the previous answer to the field.
 */
mwa_status mwa_answers_set(mwa_answers *answers,
                           const char *name,
                           const char *value,
                           mwa_error **error);

/**
 * Sets whether a checkbox is checked or a button is pressed. Replaces the previous answer to the
 * field.
 */
mwa_status mwa_answers_check(mwa_answers *answers,
                             const char *name,
                             bool checked,
                             mwa_error **error);

/**
 * Adds the value of an option to the chosen ones of a multiselect field. If `value` is NULL,
 * removes all chosen ones.
 */
mwa_status mwa_answers_choose(mwa_answers *answers,
                              const char *name,
                              const char *value,
                              mwa_error **error);

/**
 * Sets the answer to a field that a line stands for which a person has typed, without its line break.
 * An empty line, at options a blank one, and one for a field that takes no answer leave the field out.
 *
 * A checkbox is ticked and a button pressed with "y" or "yes". An option is its number, counted from
 * 1, or its value or label; several of a multiselect field are separated by commas.
 */
mwa_status mwa_answers_set_line(mwa_answers *answers,
                                const mwa_field *field,
                                const char *line,
                                mwa_error **error);

/**
 * Frees answers. NULL is ignored.
 */
void mwa_answers_free(mwa_answers *answers);

/**
 * Sends requests until the conversation needs input or has ended, and writes that step. Called
 * again without new input, it writes the same step and sends nothing. Free the step with
 * mwa_step_free.
 *
 * Blocks meanwhile; mwa_canceller_cancel ends that early. Requests that only read are tried up to
 * 3 times. Requests that log in or may create an account are never repeated.
 *
 * Fails if the account cannot be created, or the creator cannot log in, for any reason other than
 * a refusal by the wiki. The call has created no account then. If the response to a request that
 * may have created the account is lost or late, that is not an error: the library asks the wiki
 * whether the account exists, and the step is MWA_STEP_KIND_UNKNOWN if there is no proof.
 *
 * Also fails with MWA_REASON_INVALID_ARGUMENT while a request of mwa_conversation_next_request has
 * no outcome yet.
 */
mwa_status mwa_conversation_step(mwa_conversation *conversation,
                                 mwa_step **step,
                                 mwa_error **error);

/**
 * Answers MWA_STEP_KIND_ASK, MWA_STEP_KIND_RESTART or MWA_STEP_KIND_REDIRECT (MediaWiki's
 * createcontinue and logincontinue). `answers` is copied. Sends nothing: continue with
 * mwa_conversation_step.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT if an answer does not fit its field, which
 * mwa_error_field names, or if the conversation does not wait for answers. The conversation is
 * unchanged then; if it waits for answers, it still does.
 */
mwa_status mwa_conversation_answer(mwa_conversation *conversation,
                                   const mwa_answers *answers,
                                   mwa_error **error);

/**
 * Supplies the complete URL at which the user's browser came back from MWA_STEP_KIND_REDIRECT.
 * Sends nothing: continue with mwa_conversation_step. Fails as mwa_conversation_answer does.
 */
mwa_status mwa_conversation_returned(mwa_conversation *conversation,
                                     const char *url,
                                     mwa_error **error);

/**
 * Revises a refused creation: prepares another try after MWA_STEP_KIND_REFUSED, with `account`,
 * which is copied. Sends nothing: continue with mwa_conversation_step, which makes the try. A
 * captcha answer that the wiki did not use up is sent with it. After a wrong captcha answer the
 * next step asks for a new captcha, even if the account is unchanged. Fails as
 * mwa_conversation_answer does. Also fails for a login; see mwa_conversation_revise_login.
 */
mwa_status mwa_conversation_revise(mwa_conversation *conversation,
                                   const mwa_account *account,
                                   mwa_error **error);

/**
 * Revises a refused login: prepares another try after MWA_STEP_KIND_REFUSED, in the same session,
 * with these credentials, which may be those of the try before. `domain` may be NULL. Sends
 * nothing: continue with mwa_conversation_step, which makes the try. mwa_wiki_log_in begins a new
 * session instead, to which a captcha of this one does not belong.
 *
 * Fails as mwa_conversation_answer does. Also fails for a creation; see mwa_conversation_revise.
 */
mwa_status mwa_conversation_revise_login(mwa_conversation *conversation,
                                         const char *name,
                                         const char *password,
                                         const char *domain,
                                         mwa_error **error);

/**
 * Begins to fetch an image of `captcha`, which comes from a step of this conversation: the one at
 * `index`, from 0 to mwa_captcha_image_count - 1. The fetch is a conversation of its own: its step is
 * MWA_STEP_KIND_IMAGE, after one request. Free it with mwa_conversation_free. This conversation still
 * waits for its answer.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT if the captcha has no such image. mwa_conversation_step of
 * the fetch fails with MWA_REASON_CAPTCHA_UNAVAILABLE if the wiki does not send it, or it is on another
 * host than the wiki.
 */
mwa_status mwa_conversation_image(const mwa_conversation *conversation,
                                  const mwa_captcha *captcha,
                                  size_t index,
                                  mwa_conversation **fetch,
                                  mwa_error **error);

/**
 * Suspends a creation or a login that waits for input: writes it as text, from which mwa_resume
 * continues it in another process. Free the text with mwa_secret_free.
 *
 * The text contains the session's cookies, which whoever has it can read: keep it secret, on the
 * server, and use it once. It contains no password and no access token. If a password is needed again,
 * the resumed conversation asks for it. It is authenticated only if the wiki was created with
 * mwa_options_add_suspend_key.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT if the conversation does not wait for input or has ended.
 */
mwa_status mwa_conversation_suspend(const mwa_conversation *conversation,
                                    mwa_secret **suspended,
                                    mwa_error **error);

/**
 * Resumes a conversation from the text of mwa_conversation_suspend. Sends nothing:
 * mwa_conversation_step writes the step to answer, which may differ from the one at which the
 * conversation was suspended. Free the wiki with mwa_wiki_free and the conversation with
 * mwa_conversation_free.
 *
 * The wiki, the dialect, its format, the return URL, the user agent and whether http is allowed
 * are those of the suspended conversation. Everything else comes from `options`: HTTP
 * authentication, certificates, the proxy, the limits, the log function, the access token and the
 * suspend keys. `options` may be NULL.
 *
 * `address` is that of the wiki with which the conversation must be, for a text that somebody may have
 * changed: the call fails if the text is about a wiki on another host. It may be NULL, except if
 * `options` contain an access token or HTTP authentication and no suspend key.
 *
 * `is_login` may be NULL. Otherwise it is set to true for a login and to false for a creation.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT if the text is damaged, was written by a newer version,
 * or is not a suspended conversation; also if it is not authenticated by one of the suspend keys, or is
 * authenticated and there is no key. `options` must contain an access token exactly if the
 * conversation was begun with one, and likewise HTTP authentication; otherwise it fails in the
 * same way.
 */
mwa_status mwa_resume(const char *suspended,
                      const char *address,
                      const mwa_options *options,
                      mwa_wiki **wiki,
                      mwa_conversation **conversation,
                      bool *is_login,
                      mwa_error **error);

/**
 * Gets the next request, for hosts that send requests with an HTTP client of their own. Writes
 * NULL if the conversation waits for input, has ended or was cancelled; mwa_conversation_step then
 * writes the step, or fails, without sending anything. Free the request with mwa_request_free.
 *
 * Each request is handed out once. Report its outcome with mwa_conversation_feed or
 * mwa_conversation_feed_failure; until then, the calls that get a step or a request, supply input
 * or suspend fail with MWA_REASON_INVALID_ARGUMENT.
 *
 * The host must
 *
 * - wait mwa_request_wait milliseconds before it sends the request,
 * - send it as it is, follow no redirect and keep no cookie,
 * - send it only once, unless its effect is MWA_EFFECT_READ. Use a new connection for every other
 *   effect (libcurl: CURLOPT_FRESH_CONNECT), because many HTTP clients resend a request on their
 *   own when a kept connection turns out to be closed. After mwa_wiki_log_in_oauth1 no request may be
 *   sent twice: the wiki accepts each signature once, and for 300 seconds.
 */
mwa_status mwa_conversation_next_request(mwa_conversation *conversation,
                                         mwa_request **request,
                                         mwa_error **error);

/**
 * Supplies the response to the request of mwa_conversation_next_request. `response` is copied. It
 * is ignored if no request is outstanding.
 */
mwa_status mwa_conversation_feed(mwa_conversation *conversation,
                                 const mwa_response *response,
                                 mwa_error **error);

/**
 * Reports that there is no response to the request of mwa_conversation_next_request. It is ignored
 * if no request is outstanding.
 *
 * `failure` is an mwa_failure: how far the request came. `reason` is MWA_REASON_UNREACHABLE,
 * MWA_REASON_TOO_LARGE, MWA_REASON_INSECURE, MWA_REASON_PROTOCOL or MWA_REASON_CANCELLED.
 * `message` is a sentence for people, without secrets. After MWA_FAILURE_LOST and
 * MWA_FAILURE_TIMED_OUT the conversation checks what the request did, for example whether the
 * account exists. After MWA_FAILURE_NOT_SENT, or if `reason` is MWA_REASON_CANCELLED, it does not
 * check.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT for any other failure or reason.
 */
mwa_status mwa_conversation_feed_failure(mwa_conversation *conversation,
                                         uint32_t failure,
                                         uint32_t reason,
                                         const char *message,
                                         mwa_error **error);

/**
 * Frees a conversation. The wiki's session remains usable for the next conversation. NULL is
 * ignored.
 */
void mwa_conversation_free(mwa_conversation *conversation);

/**
 * Returns the kind of a step; MWA_STEP_KIND_NONE for NULL.
 */
mwa_step_kind mwa_step_get_kind(const mwa_step *step);

/**
 * Returns a user name: for MWA_STEP_KIND_CREATED the name of the account as the wiki writes it,
 * for MWA_STEP_KIND_LOGGED_IN that of the creator, for MWA_STEP_KIND_UNKNOWN the requested one.
 * The text is borrowed until the step is freed.
 */
const char *mwa_step_name(const mwa_step *step);

/**
 * Returns the user ID of the account, for MWA_STEP_KIND_CREATED, or 0 if the wiki does not report
 * it. Only MediaWiki 1.21 to 1.26 reports it.
 */
uint64_t mwa_step_user_id(const mwa_step *step);

/**
 * Returns the number of warnings, for MWA_STEP_KIND_CREATED. A warning tells how the account
 * differs from what was requested, or what else did not go as planned.
 */
size_t mwa_step_warning_count(const mwa_step *step);

/**
 * Returns the code of a warning, or NULL if `index`, counted from 0, is too large. The text is
 * borrowed until the step is freed. The code is the wiki's own or one of these:
 *
 * - "not-offered": the wiki does not offer a property that was set; it was left out.
 * - "name-changed": the account has another name than the requested one.
 * - "field-unused": a field was set that the wiki did not ask for.
 * - "moved": the wiki has moved to another address.
 * - "answer-lost": the response was lost or unclear, but the account was found.
 * - "setup-unfinished": the account exists, but later steps of the wiki, such as setting up a
 *   second factor, may be incomplete.
 */
const char *mwa_step_warning_code(const mwa_step *step, size_t index);

/**
 * Returns the message of a warning, or NULL if `index`, counted from 0, is too large. The text is
 * borrowed until the step is freed.
 */
const char *mwa_step_warning_message(const mwa_step *step, size_t index);

/**
 * Returns the wiki's message to the user, for MWA_STEP_KIND_ASK and MWA_STEP_KIND_RESTART, or NULL
 * if there is none. The text is borrowed until the step is freed.
 */
const char *mwa_step_message(const mwa_step *step);

/**
 * Returns the fields to answer, for MWA_STEP_KIND_ASK, MWA_STEP_KIND_RESTART and
 * MWA_STEP_KIND_REDIRECT. They are borrowed until the step is freed.
 */
const mwa_fields *mwa_step_fields(const mwa_step *step);

/**
 * Returns the captcha to show, for MWA_STEP_KIND_ASK and MWA_STEP_KIND_RESTART, or NULL if none is
 * asked for. It is borrowed until the step is freed.
 */
const mwa_captcha *mwa_step_captcha(const mwa_step *step);

/**
 * Returns 1 if the account exists already, so that the step is about something after its creation,
 * 0 if it does not exist, and -1 if that is not known. For MWA_STEP_KIND_ASK,
 * MWA_STEP_KIND_RESTART and MWA_STEP_KIND_REDIRECT.
 */
int mwa_step_account_exists(const mwa_step *step);

/**
 * Returns the URL to open in the user's browser, for MWA_STEP_KIND_REDIRECT. It may contain
 * secrets of a login service. The text is borrowed until the step is freed.
 */
const char *mwa_step_redirect_url(const mwa_step *step);

/**
 * Returns additional data as JSON (MediaWiki's redirectdata), for MWA_STEP_KIND_REDIRECT, or NULL
 * if there is none. The text is borrowed until the step is freed.
 */
const char *mwa_step_redirect_data(const mwa_step *step);

/**
 * Returns the refusal, for MWA_STEP_KIND_REFUSED, or the evidence, for MWA_STEP_KIND_UNKNOWN. It
 * is borrowed until the step is freed.
 */
const mwa_refusal *mwa_step_refusal(const mwa_step *step);

/**
 * Returns the result of a probe, for MWA_STEP_KIND_PROBED. It is borrowed until the step is freed.
 */
const mwa_requirements *mwa_step_requirements(const mwa_step *step);

/**
 * Returns the captcha's image, for MWA_STEP_KIND_IMAGE. It is borrowed until the step is freed.
 */
const mwa_image *mwa_step_image(const mwa_step *step);

/**
 * Frees a step, with everything borrowed from it. NULL is ignored.
 */
void mwa_step_free(mwa_step *step);

/**
 * Returns the number of fields; 0 for NULL.
 */
size_t mwa_fields_count(const mwa_fields *fields);

/**
 * Returns a field, or NULL if `index`, counted from 0, is too large. It is borrowed from the list.
 */
const mwa_field *mwa_fields_at(const mwa_fields *fields, size_t index);

/**
 * Frees a list from mwa_wiki_fields, and only such a list. NULL is ignored.
 */
void mwa_fields_free(mwa_fields *fields);

/**
 * Returns the name of the field, by which it is answered. It is the wiki's own name, except
 * "captcha" for every captcha answer. The text is borrowed from the list.
 */
const char *mwa_field_name(const mwa_field *field);

/**
 * Returns the type of the field; MWA_FIELD_KIND_NULL for NULL.
 */
mwa_field_kind mwa_field_get_kind(const mwa_field *field);

/**
 * Returns true if the field takes an answer from a person: neither a text to show nor a hidden value
 * does. Returns false for NULL.
 */
bool mwa_field_takes_answer(const mwa_field *field);

/**
 * Returns a short description for people, or NULL if there is none. The text is borrowed from the
 * list.
 */
const char *mwa_field_label(const mwa_field *field);

/**
 * Returns a longer description for people, or NULL if there is none. The text is borrowed from the
 * list.
 */
const char *mwa_field_help(const mwa_field *field);

/**
 * Returns the default value, or the text to show for MWA_FIELD_KIND_NULL; NULL if there is none.
 * The text is borrowed from the list.
 */
const char *mwa_field_value(const mwa_field *field);

/**
 * Returns the number of options of a select or multiselect field.
 */
size_t mwa_field_option_count(const mwa_field *field);

/**
 * Returns the value of an option, with which the field is answered, or NULL if `index`, counted
 * from 0, is too large. The text is borrowed from the list.
 */
const char *mwa_field_option_value(const mwa_field *field, size_t index);

/**
 * Returns the text of an option for people, or NULL if `index`, counted from 0, is too large. The
 * text is borrowed from the list.
 */
const char *mwa_field_option_label(const mwa_field *field, size_t index);

/**
 * Returns true if the field may be left empty; also for NULL.
 */
bool mwa_field_is_optional(const mwa_field *field);

/**
 * Returns true if the value must be hidden while it is typed. Passwords always are; MediaWiki 1.28
 * and later reports it for other fields.
 */
bool mwa_field_is_sensitive(const mwa_field *field);

/**
 * Returns the number of the alternative that the field belongs to, from 1 on, if the wiki offers a
 * choice: filling in the fields of one alternative may be all that the wiki wants. Returns 0 if the field
 * belongs to none, and for NULL.
 */
size_t mwa_field_alternative(const mwa_field *field);

/**
 * Returns the kind of captcha; MWA_CAPTCHA_KIND_NONE for NULL.
 */
mwa_captcha_kind mwa_captcha_get_kind(const mwa_captcha *captcha);

/**
 * Returns the question or arithmetic problem as plain text, or NULL if there is none. An image in it
 * is written as "[image 1]" or "[image 1: description]", a link as its text with the address in
 * parentheses, sup and sub as raised and lowered characters or after "^" and "_". The text is borrowed
 * from the captcha.
 */
const char *mwa_captcha_question(const mwa_captcha *captcha);

/**
 * Returns the question as HTML, as the wiki sent it, or NULL if there is none. Its addresses are
 * relative to the wiki. Trust it no more than the wiki. The text is borrowed from the captcha.
 */
const char *mwa_captcha_question_html(const mwa_captcha *captcha);

/**
 * Returns the number of images: the word to type of a FancyCaptcha, else those in the question; 0 for
 * NULL.
 */
size_t mwa_captcha_image_count(const mwa_captcha *captcha);

/**
 * Returns the URL of the image at `index`, from 0, or NULL if there is no such image. Fetch it with
 * mwa_conversation_image, as it may need the session's cookies. A URL that begins with "data:" is the
 * image itself. The text is borrowed from the captcha.
 */
const char *mwa_captcha_image_url(const mwa_captcha *captcha,
                                  size_t index);

/**
 * Returns the site key for the widget of a third party, or NULL if there is none. The text is
 * borrowed from the captcha.
 */
const char *mwa_captcha_site_key(const mwa_captcha *captcha);

/**
 * Returns the media type according to the wiki, such as "image/png". The text is borrowed until
 * the step is freed.
 */
const char *mwa_image_media_type(const mwa_image *image);

/**
 * Returns the extension for a file with the image, without a dot, such as "png": that of an image
 * without scripts, or "bin", which no program opens by itself. The text is borrowed until the step is
 * freed.
 */
const char *mwa_image_extension(const mwa_image *image);

/**
 * Returns the bytes of the image file, mwa_image_length of them. They are borrowed until the step
 * is freed.
 */
const uint8_t *mwa_image_bytes(const mwa_image *image);

/**
 * Returns the number of bytes of the image file.
 */
size_t mwa_image_length(const mwa_image *image);

/**
 * Returns the reason, which is the same on every MediaWiki release; MWA_REASON_NONE for NULL.
 */
mwa_reason mwa_refusal_reason(const mwa_refusal *refusal);

/**
 * Returns the wiki's own code, or NULL if the wiki sent none. The text is borrowed from the
 * refusal.
 */
const char *mwa_refusal_code(const mwa_refusal *refusal);

/**
 * Returns the wiki's message, or one of the library if the wiki sent none. For
 * MWA_STEP_KIND_UNKNOWN, returns the evidence: what happened to the request, what the existence
 * check found, and what to do next. The text is borrowed from the refusal.
 */
const char *mwa_refusal_message(const mwa_refusal *refusal);

/**
 * Returns the number of seconds after which another try can succeed, or -1 if that is not known.
 */
int64_t mwa_refusal_retry_after(const mwa_refusal *refusal);

/**
 * Returns the number of new accounts that the wiki allows in the time of
 * mwa_refusal_rate_limit_period, if the refusal names a limit that was reached
 * (acct_creation_throttle_hit), otherwise -1.
 */
int64_t mwa_refusal_rate_limit_count(const mwa_refusal *refusal);

/**
 * Returns the number of seconds in which the wiki allows the accounts of
 * mwa_refusal_rate_limit_count, or -1 if the refusal names no limit.
 */
int64_t mwa_refusal_rate_limit_period(const mwa_refusal *refusal);

/**
 * Returns true if this was a warning, as AbuseFilter gives one: the wiki may create the account when
 * mwa_conversation_revise sends the same account again. Returns false for NULL.
 */
bool mwa_refusal_may_resubmit(const mwa_refusal *refusal);

/**
 * Returns the address of the page on which an account can be requested, if the wiki creates none for
 * visitors and takes requests instead (Extension:ConfirmAccount), otherwise NULL. The text is borrowed
 * from the refusal.
 */
const char *mwa_refusal_account_request_url(const mwa_refusal *refusal);

/**
 * Returns the dialect of the wiki; MWA_DIALECT_UNKNOWN for NULL.
 */
mwa_dialect mwa_requirements_dialect(const mwa_requirements *requirements);

/**
 * Returns the release of the wiki, such as "MediaWiki 1.39.17", or NULL if it does not tell. The
 * text is borrowed until the step is freed.
 */
const char *mwa_requirements_generator(const mwa_requirements *requirements);

/**
 * Returns 1 if this user may create accounts, 0 if not, -1 if that is not known. 1 means that the
 * wiki's own check let a request pass that creates nothing. Limits on accounts, and up to 1.26
 * blacklists of open proxies, are checked at the creation only.
 */
int mwa_requirements_may_create(const mwa_requirements *requirements);

/**
 * Returns why this user may not create accounts. Returns NULL unless mwa_requirements_may_create
 * is 0. It is borrowed until the step is freed.
 */
const mwa_refusal *mwa_requirements_refusal(const mwa_requirements *requirements);

/**
 * Returns the fields of a new account. All fields of alternatives, such as a password or a button,
 * are included. Hidden fields with a value are not. They are borrowed until the step is freed.
 */
const mwa_fields *mwa_requirements_fields(const mwa_requirements *requirements);

/**
 * Returns 1 if the wiki asks for a captcha, 0 if not, -1 if that is not known. MediaWiki 1.21 and
 * 1.22 may require one that the API does not show.
 */
int mwa_requirements_captcha_asked(const mwa_requirements *requirements);

/**
 * Returns the captcha, or NULL if the wiki does not show it beforehand. MediaWiki 1.27 and later
 * shows it. The probe does not use it up. It is borrowed until the step is freed.
 */
const mwa_captcha *mwa_requirements_captcha(const mwa_requirements *requirements);

/**
 * Returns 1 if the wiki accepts the name, 0 if not, -1 if that is not known: wikis before
 * 1.28 and private ones report some invalid and all taken names, and of others at most
 * mwa_requirements_name_free.
 */
int mwa_requirements_name_good(const mwa_requirements *requirements);

/**
 * Returns why the wiki does not accept the name, or NULL unless mwa_requirements_name_good is 0.
 * It is borrowed until the step is freed.
 */
const mwa_refusal *mwa_requirements_name_refusal(const mwa_requirements *requirements);

/**
 * Returns 1 if the wiki shows no account of the name, 0 if it shows one, -1 if it does not show its
 * users or no name was given. A free name may still be refused: the wiki may reserve or blacklist
 * it, or an extension may find it too similar to another or know it from another wiki.
 */
int mwa_requirements_name_free(const mwa_requirements *requirements);

/**
 * Returns 1 if the wiki accepts the password, 0 if not, -1 if that is not known, as before
 * MediaWiki 1.29.
 */
int mwa_requirements_password_good(const mwa_requirements *requirements);

/**
 * Returns why the wiki does not accept the password, or NULL unless mwa_requirements_password_good
 * is 0. It is borrowed until the step is freed.
 */
const mwa_refusal *mwa_requirements_password_refusal(const mwa_requirements *requirements);

/**
 * Returns 1 if an e-mail address is required, 0 if not, -1 if that is not known.
 */
int mwa_requirements_email_required(const mwa_requirements *requirements);

/**
 * Returns true if accounts come from a single sign-on service only.
 */
bool mwa_requirements_single_sign_on(const mwa_requirements *requirements);

/**
 * Returns the API URL. Until mwa_facts_is_api_found returns true, it is the address passed to
 * mwa_wiki_new, or a guess from it. The text is borrowed until the facts are freed.
 */
const char *mwa_facts_api_url(const mwa_facts *facts);

/**
 * Returns true if the API URL is known: it was passed to mwa_wiki_new, or it was found from
 * another address.
 */
bool mwa_facts_is_api_found(const mwa_facts *facts);

/**
 * Returns the dialect of the wiki; MWA_DIALECT_UNKNOWN if it is not detected yet, and for NULL.
 */
mwa_dialect mwa_facts_dialect(const mwa_facts *facts);

/**
 * Returns the release of the wiki, such as "MediaWiki 1.39.17", or NULL if it is not known. A
 * probe asks for it; a page may also reveal it while api.php is searched for. The text is borrowed
 * until the facts are freed.
 */
const char *mwa_facts_generator(const mwa_facts *facts);

/**
 * Returns the original address if the wiki has moved to another host or scheme, or NULL. The text
 * is borrowed until the facts are freed.
 */
const char *mwa_facts_moved_from(const mwa_facts *facts);

/**
 * Returns true if an unencrypted response led to another host. Anybody on the way could have sent it,
 * so do not store the API URL then. Unless mwa_options_set_allow_http is set, no account is created
 * there and nobody is logged in.
 */
bool mwa_facts_moved_unencrypted(const mwa_facts *facts);

/**
 * Returns the name of the logged-in creator, or NULL if nobody is logged in. The text is borrowed
 * until the facts are freed.
 */
const char *mwa_facts_creator(const mwa_facts *facts);

/**
 * Returns the number of HTTP requests so far, including redirects, repeated reads and images.
 */
uint64_t mwa_facts_requests(const mwa_facts *facts);

/**
 * Frees facts. NULL is ignored.
 */
void mwa_facts_free(mwa_facts *facts);

/**
 * Frees the limits. NULL is ignored.
 */
void mwa_creator_limits_free(mwa_creator_limits *limits);

/**
 * Returns the user who is logged in, or NULL for a visitor. The text is borrowed from the limits.
 */
const char *mwa_creator_limits_user(const mwa_creator_limits *limits);

/**
 * Returns the number of groups of the caller, or -1 if the wiki does not show them.
 */
int64_t mwa_creator_limits_group_count(const mwa_creator_limits *limits);

/**
 * Returns a group of the caller, or NULL if `index`, counted from 0, is too large. The text is
 * borrowed from the limits.
 */
const char *mwa_creator_limits_group(const mwa_creator_limits *limits, size_t index);

/**
 * Returns the number of rights of the caller, or -1 if the wiki does not show them.
 */
int64_t mwa_creator_limits_right_count(const mwa_creator_limits *limits);

/**
 * Returns a right of the caller, or NULL if `index`, counted from 0, is too large. The text is
 * borrowed from the limits.
 */
const char *mwa_creator_limits_right(const mwa_creator_limits *limits, size_t index);

/**
 * Returns 1 if the caller has a right, 0 if not, -1 if the wiki does not show the rights. These matter for
 * many accounts: "createaccount"; "noratelimit", which spares all limits; "skipcaptcha";
 * "tboverride" and "override-antispoof", which spare blacklists of names and the test for similar ones;
 * "apihighlimits".
 */
int mwa_creator_limits_has_right(const mwa_creator_limits *limits,
                                 const char *right);

/**
 * Returns the number of limits of createaccount in $wgRateLimits that apply to the caller (1.41 and later), or
 * -1 if the wiki does not show them.
 */
int64_t mwa_creator_limits_rate_limits(const mwa_creator_limits *limits);

/**
 * Returns the number of accounts of a limit, or -1 if `index`, counted from 0, is too large.
 */
int64_t mwa_creator_limits_rate_limit_count(const mwa_creator_limits *limits, size_t index);

/**
 * Returns the number of seconds of a limit, or -1 if `index`, counted from 0, is too large.
 */
int64_t mwa_creator_limits_rate_limit_period(const mwa_creator_limits *limits, size_t index);

/**
 * Returns 0 if the right "noratelimit" spares the caller the limit of new accounts per address
 * ($wgAccountCreationThrottle), which no wiki shows before it is reached; otherwise -1: there may be one.
 */
int mwa_creator_limits_is_throttled(const mwa_creator_limits *limits);

/**
 * Returns the number of seconds that must pass between the first and the last of this many creations
 * because of the limits that the wiki shows, or -1 if it does not show them. An unknown throttle may
 * make it longer.
 */
int64_t mwa_creator_limits_least_time(const mwa_creator_limits *limits,
                                      uint64_t accounts);

/**
 * Returns the provider of the directory of accounts that the wiki shares with others, such as
 * "CentralAuth", or NULL if it shows none (1.27 and later). The text is borrowed from the limits.
 */
const char *mwa_creator_limits_shared_accounts(const mwa_creator_limits *limits);

/**
 * Returns the id of the logged-in user in the shared directory of accounts, or 0 if there is none. Two
 * wikis with the same provider share their accounts if they show the same id for the same user.
 */
uint64_t mwa_creator_limits_shared_user_id(const mwa_creator_limits *limits);

/**
 * Creates an empty list of names.
 */
mwa_names *mwa_names_new(void);

/**
 * Frees a list of names. NULL is ignored.
 */
void mwa_names_free(mwa_names *names);

/**
 * Adds a name to a list.
 */
mwa_status mwa_names_add(mwa_names *names, const char *name, mwa_error **error);

/**
 * Returns the number of results; 0 for NULL.
 */
size_t mwa_name_checks_count(const mwa_name_checks *checks);

/**
 * Returns a result, or NULL if `index`, counted from 0, is too large. It is borrowed from the list.
 */
const mwa_name_check *mwa_name_checks_at(const mwa_name_checks *checks, size_t index);

/**
 * Frees the results. NULL is ignored.
 */
void mwa_name_checks_free(mwa_name_checks *checks);

/**
 * Returns the name that was asked for. The text is borrowed from the list.
 */
const char *mwa_name_check_asked_name(const mwa_name_check *check);

/**
 * Returns the name as the wiki spells it, or NULL if it does not show that. The text is borrowed from
 * the list.
 */
const char *mwa_name_check_name(const mwa_name_check *check);

/**
 * Returns the wiki's answer; MWA_NAME_STATUS_UNKNOWN for NULL.
 */
mwa_name_status mwa_name_check_get_status(const mwa_name_check *check);

/**
 * Returns the refusal of a name that is not free, or why its status is unknown; NULL if it is free. It is
 * borrowed from the list.
 */
const mwa_refusal *mwa_name_check_refusal(const mwa_name_check *check);

/**
 * Frees the user. NULL is ignored.
 */
void mwa_user_free(mwa_user *user);

/**
 * Returns the name as the wiki spells it. The text is borrowed from the user.
 */
const char *mwa_user_name(const mwa_user *user);

/**
 * Returns the user id, or 0 if the wiki does not show it.
 */
uint64_t mwa_user_id(const mwa_user *user);

/**
 * Returns the e-mail address, empty if the account has none, or NULL if the wiki does not show it. The
 * text is borrowed from the user.
 */
const char *mwa_user_email(const mwa_user *user);

/**
 * Returns 1 if the e-mail address was confirmed, 0 if not, -1 if the wiki does not show it.
 */
int mwa_user_email_confirmed(const mwa_user *user);

/**
 * Returns the real name, empty if the account has none, or NULL if the wiki does not show it. The text
 * is borrowed from the user.
 */
const char *mwa_user_real_name(const mwa_user *user);

/**
 * Cancels the running call, which then returns within milliseconds. Until mwa_canceller_reset,
 * every later call is cancelled before it sends anything.
 *
 * A cancelled call fails with MWA_REASON_CANCELLED if no account was created. If a request that
 * may create the account was on its way, the step is MWA_STEP_KIND_UNKNOWN.
 *
 * Any thread may call it, but a signal handler must not. In a child process, after a fork, it does not
 * cancel the calls of the parent. NULL is ignored.
 */
void mwa_canceller_cancel(mwa_canceller *canceller);

/**
 * Ends the cancellation, so that calls are possible again. Call it between calls, on the thread
 * that makes them: a running call might otherwise miss its cancellation. NULL is ignored.
 */
void mwa_canceller_reset(mwa_canceller *canceller);

/**
 * Returns true from mwa_canceller_cancel until mwa_canceller_reset; false for NULL.
 */
bool mwa_canceller_is_cancelled(const mwa_canceller *canceller);

/**
 * Frees a canceller. A cancellation stays in effect. NULL is ignored.
 */
void mwa_canceller_free(mwa_canceller *canceller);

/**
 * Returns the text. It is borrowed until the secret is freed.
 */
const char *mwa_secret_text(const mwa_secret *secret);

/**
 * Overwrites a secret and frees it. NULL is ignored.
 */
void mwa_secret_free(mwa_secret *secret);

/**
 * Creates a run of many accounts on a wiki. Sends nothing. Set what it needs, add rows with mwa_bulk_add, and
 * call mwa_bulk_next until it writes NULL.
 *
 * One session, one connection and one token serve all rows, and the creator logs in once. The pace is the
 * wiki's: what it asks to wait is waited. Do nothing else with the wiki meanwhile: a creation or a login of
 * your own ends that of the run. The library sends the requests; there is no run for hosts with an HTTP client
 * of their own.
 *
 * With mwa_bulk_set_journal a later run with the same journal and rows creates exactly the rest, and no account
 * twice, even if the process is killed.
 */
mwa_status mwa_wiki_bulk(mwa_wiki *wiki,
                         mwa_bulk **bulk,
                         mwa_error **error);

/**
 * Sets the journal of a run, which stays open until both are freed. Several runs, each on another wiki, may
 * have one journal. `wiki` is the name by which the journal knows the wiki, the same in each run; NULL for the
 * address that was passed to mwa_wiki_new, without a user name, a password and a query. Fails if the run has
 * begun, and in another process than that in which the journal was opened.
 */
mwa_status mwa_bulk_set_journal(mwa_bulk *bulk,
                                const mwa_journal *journal,
                                const char *wiki,
                                mwa_error **error);

/**
 * Sets the creator of a run, who is logged in at its beginning, and again if the wiki loses the session.
 * `domain` may be NULL. Fails if the run has begun.
 */
mwa_status mwa_bulk_set_creator(mwa_bulk *bulk,
                                const char *name,
                                const char *password,
                                const char *domain,
                                mwa_error **error);

/**
 * Sets the creator of a run with an OAuth 2 access token: see mwa_wiki_log_in_oauth. Fails if the run has begun.
 */
mwa_status mwa_bulk_set_creator_oauth(mwa_bulk *bulk,
                                      const char *token,
                                      mwa_error **error);

/**
 * Sets the creator of a run with the tokens of an OAuth 1.0a owner-only consumer: see mwa_wiki_log_in_oauth1.
 * Fails if the run has begun.
 */
mwa_status mwa_bulk_set_creator_oauth1(mwa_bulk *bulk,
                                       const char *consumer_key,
                                       const char *consumer_secret,
                                       const char *access_token,
                                       const char *access_secret,
                                       mwa_error **error);

/**
 * Sets the longest time to wait for one row, in milliseconds, 600000 by default: when the wiki says to wait,
 * is read-only or busy, or cannot be reached. A longer wait stops the run. Fails if the run has begun.
 */
mwa_status mwa_bulk_set_max_wait(mwa_bulk *bulk,
                                 uint64_t milliseconds,
                                 mwa_error **error);

/**
 * Sets whether a run waits until a limit on accounts in a period opens again, however long that is, instead of
 * stopping there. Fails if the run has begun.
 */
mwa_status mwa_bulk_set_wait_for_limit(mwa_bulk *bulk,
                                       bool wait,
                                       mwa_error **error);

/**
 * Sets whether an account that the wiki warns about is sent again, once (mwa_refusal_may_resubmit). Fails if
 * the run has begun.
 */
mwa_status mwa_bulk_set_accept_warnings(mwa_bulk *bulk,
                                        bool accept,
                                        mwa_error **error);

/**
 * Sets whether rows that an earlier run found refused are tried again. A row that was changed since is tried
 * again in any case. Fails if the run has begun.
 */
mwa_status mwa_bulk_set_retry_refused(mwa_bulk *bulk,
                                      bool retry,
                                      mwa_error **error);

/**
 * Adds a row to a run, at any time. `account` is copied. `number` is the caller's number for the row, such as
 * the line of a file; 0 for its place among the added ones, from 1.
 */
mwa_status mwa_bulk_add(mwa_bulk *bulk,
                        const mwa_account *account,
                        uint64_t number,
                        mwa_error **error);

/**
 * Goes on until there is something to tell, and writes that event: a result, a step to answer, a wait, the end
 * of the run. Writes NULL if there is no row left; add more and call it again to go on. Free the event with
 * mwa_event_free.
 *
 * Blocks meanwhile. mwa_canceller_cancel ends that early: the event is then MWA_EVENT_KIND_STOPPED with
 * MWA_REASON_CANCELLED, or that of the row whose result is known, and after mwa_canceller_reset the run can go
 * on. After every other MWA_EVENT_KIND_STOPPED it writes the same again.
 *
 * To end a run just call it no more: between two calls nothing is in flight.
 */
mwa_status mwa_bulk_next(mwa_bulk *bulk,
                         mwa_event **event,
                         mwa_error **error);

/**
 * Answers the step of an MWA_EVENT_KIND_STEP. `answers` is copied. Sends nothing: continue with mwa_bulk_next.
 * Fails as mwa_conversation_answer does; the step still waits then.
 */
mwa_status mwa_bulk_answer(mwa_bulk *bulk,
                           const mwa_answers *answers,
                           mwa_error **error);

/**
 * Supplies the complete URL at which the user's browser came back from an MWA_STEP_KIND_REDIRECT of a run. Sends
 * nothing: continue with mwa_bulk_next. Fails as mwa_bulk_answer does.
 */
mwa_status mwa_bulk_returned(mwa_bulk *bulk,
                             const char *url,
                             mwa_error **error);

/**
 * Gives up the row whose step waits. Its result follows as an event. Sends nothing: continue with
 * mwa_bulk_next. Fails with MWA_REASON_INVALID_ARGUMENT if no step of a row waits; the login of the creator
 * cannot be skipped.
 */
mwa_status mwa_bulk_skip(mwa_bulk *bulk,
                         mwa_error **error);

/**
 * Begins to fetch an image of `captcha`, which comes from a step of this run: the one at `index`, from 0 to
 * mwa_captcha_image_count - 1. The fetch is a conversation of its own, as that of mwa_conversation_image. Free
 * it with mwa_conversation_free. The run still waits for its answer.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT if the captcha has no such image.
 */
mwa_status mwa_bulk_image(const mwa_bulk *bulk,
                          const mwa_captcha *captcha,
                          size_t index,
                          mwa_conversation **fetch,
                          mwa_error **error);

/**
 * Frees a run. Its wiki can still be used. NULL is ignored.
 */
void mwa_bulk_free(mwa_bulk *bulk);

/**
 * Returns the kind of an event; MWA_EVENT_KIND_NONE for NULL.
 */
mwa_event_kind mwa_event_get_kind(const mwa_event *event);

/**
 * Returns the step to answer, for MWA_EVENT_KIND_STEP. It is borrowed until the event is freed.
 */
const mwa_step *mwa_event_step(const mwa_event *event);

/**
 * Returns true if the step is of the creator's login, for MWA_EVENT_KIND_STEP.
 */
bool mwa_event_is_login(const mwa_event *event);

/**
 * Returns the number of the row, for MWA_EVENT_KIND_ROW, and for MWA_EVENT_KIND_STEP unless it is of the login.
 */
uint64_t mwa_event_row_number(const mwa_event *event);

/**
 * Returns the name that the row asks for, for MWA_EVENT_KIND_ROW, and for MWA_EVENT_KIND_STEP unless it is of
 * the login. The text is borrowed until the event is freed.
 */
const char *mwa_event_asked(const mwa_event *event);

/**
 * Returns the outcome, for MWA_EVENT_KIND_ROW; otherwise MWA_OUTCOME_NONE.
 */
mwa_outcome mwa_event_outcome(const mwa_event *event);

/**
 * Returns the name of the account as the wiki writes it, for MWA_OUTCOME_CREATED. The text is borrowed until the
 * event is freed.
 */
const char *mwa_event_name(const mwa_event *event);

/**
 * Returns the user ID of the account, for MWA_OUTCOME_CREATED, or 0 if the wiki does not report it. Only
 * MediaWiki 1.21 to 1.26 reports it.
 */
uint64_t mwa_event_user_id(const mwa_event *event);

/**
 * Returns the reason of a refusal, of an unknown or invalid row, of a wait or of the end of the run; otherwise
 * MWA_REASON_NONE.
 */
mwa_reason mwa_event_reason(const mwa_event *event);

/**
 * Returns the wiki's own error code, or NULL if the wiki sent none. The text is borrowed until the event is
 * freed.
 */
const char *mwa_event_code(const mwa_event *event);

/**
 * Returns a sentence for people, or NULL: the wiki's message, the evidence of MWA_OUTCOME_UNKNOWN, what is waited
 * for, or what ended the run and what to do. The text is borrowed until the event is freed.
 */
const char *mwa_event_message(const mwa_event *event);

/**
 * Returns the number of warnings, for MWA_OUTCOME_CREATED.
 */
size_t mwa_event_warning_count(const mwa_event *event);

/**
 * Returns the code of a warning, as mwa_step_warning_code does. The text is borrowed until the event is freed.
 */
const char *mwa_event_warning_code(const mwa_event *event,
                                   size_t index);

/**
 * Returns the message of a warning, or NULL if `index`, counted from 0, is too large. The text is borrowed until
 * the event is freed.
 */
const char *mwa_event_warning_message(const mwa_event *event,
                                      size_t index);

/**
 * Returns a time in seconds since 1970: of the result for MWA_EVENT_KIND_ROW, of the end of the wait for
 * MWA_EVENT_KIND_WAIT, and for MWA_EVENT_KIND_STOPPED that at which the run can go on, or -1 if that is not
 * known.
 */
int64_t mwa_event_time(const mwa_event *event);

/**
 * Returns the time that the next call of mwa_bulk_next waits, in milliseconds, for MWA_EVENT_KIND_WAIT.
 */
uint64_t mwa_event_wait(const mwa_event *event);

/**
 * Returns true if the result is of an earlier run, from the journal.
 */
bool mwa_event_is_earlier(const mwa_event *event);

/**
 * Returns true if the row has other values now than when the account was created or may have been; the account
 * has the earlier ones.
 */
bool mwa_event_is_changed(const mwa_event *event);

/**
 * Frees an event, with everything borrowed from it. NULL is ignored.
 */
void mwa_event_free(mwa_event *event);

/**
 * Opens the journal at `path`, or creates it, readable by this user alone. It stays locked until it and all its
 * runs are freed.
 *
 * Fails with MWA_REASON_JOURNAL if the file cannot be read or written, is no journal, is damaged, or another run
 * uses it. A last line that was not written to its end is no damage.
 */
mwa_status mwa_journal_open(const char *path,
                            mwa_journal **journal,
                            mwa_error **error);

/**
 * Frees a journal. Its runs can still be used. NULL is ignored.
 */
void mwa_journal_free(mwa_journal *journal);

/**
 * Returns the effect that the request may have; MWA_EFFECT_READ for NULL.
 */
mwa_effect mwa_request_effect(const mwa_request *request);

/**
 * Returns the purpose of the request, for people: "creating the account". The text is borrowed
 * until the request is freed.
 */
const char *mwa_request_purpose(const mwa_request *request);

/**
 * Returns "GET" or "POST". The text is borrowed until the request is freed.
 */
const char *mwa_request_method(const mwa_request *request);

/**
 * Returns the URL. Do not log its query: it may contain the code of a login service, or an invitation
 * that the wiki's address contained. The text is borrowed until the request is freed.
 */
const char *mwa_request_url(const mwa_request *request);

/**
 * Returns the number of headers.
 */
size_t mwa_request_header_count(const mwa_request *request);

/**
 * Returns the name of a header, or NULL if `index`, counted from 0, is too large. The text is
 * borrowed until the request is freed.
 */
const char *mwa_request_header_name(const mwa_request *request, size_t index);

/**
 * Returns the value of a header, or NULL if `index`, counted from 0, is too large. The text is
 * borrowed until the request is freed.
 */
const char *mwa_request_header_value(const mwa_request *request, size_t index);

/**
 * Returns the body of a POST, mwa_request_body_length bytes, or NULL if there is none.
 * Content-Type is among the headers. The bytes are borrowed until the request is freed.
 */
const uint8_t *mwa_request_body(const mwa_request *request);

/**
 * Returns the number of bytes of the body.
 */
size_t mwa_request_body_length(const mwa_request *request);

/**
 * Returns the number of milliseconds to wait before sending the request.
 */
uint64_t mwa_request_wait(const mwa_request *request);

/**
 * Overwrites a request and frees it. NULL is ignored.
 */
void mwa_request_free(mwa_request *request);

/**
 * Creates a response with this HTTP status, without headers or body.
 *
 * Fails with MWA_REASON_INVALID_ARGUMENT unless the status is from 100 to 999.
 */
mwa_status mwa_response_new(uint32_t http_status, mwa_response **response, mwa_error **error);

/**
 * Adds a header. Add all headers in the order received, and each Set-Cookie on its own. Convert
 * values in Latin-1 to UTF-8.
 */
mwa_status mwa_response_add_header(mwa_response *response,
                                   const char *name,
                                   const char *value,
                                   mwa_error **error);

/**
 * Appends bytes to the body. They are copied. `body` may be NULL if `length` is 0.
 *
 * The host decompresses the body (gzip and the like) first, and limits its size.
 */
mwa_status mwa_response_add_body(mwa_response *response,
                                 const uint8_t *body,
                                 size_t length,
                                 mwa_error **error);

/**
 * Overwrites a response and frees it. NULL is ignored.
 */
void mwa_response_free(mwa_response *response);

#endif
