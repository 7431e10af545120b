/*
 * mwaccount: creates accounts on MediaWiki wikis of any age.
 *
 * This header is the manual. It is made of the comments in src/ffi; change it there.
 *
 * IN SHORT
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
 * A step says where a creation stands. What the wiki asks (MWA_STEP_KIND_ASK: a captcha, a second
 * factor) is answered with mwa_conversation_answer, its no (MWA_STEP_KIND_REFUSED) with
 * mwa_conversation_revise; then mwa_conversation_step goes on. A creator who is to make the account
 * logs in first, with mwa_wiki_log_in, in the same way.
 *
 * FUNCTIONS
 *
 * What can fail returns an mwa_status. Its parameters are the handle, what goes in, where results
 * go, and where the error goes. Results are written on MWA_STATUS_OK only. `error` may be NULL;
 * if it is not, a new mwa_error is written there on anything but MWA_STATUS_OK, and nothing on
 * MWA_STATUS_OK. What stood there is not freed. What cannot fail returns its result; asked of NULL
 * it gives NULL, 0, or what its comment says.
 *
 * OWNERSHIP
 *
 * What a function writes or returns as a pointer that is not const is the caller's, to be freed
 * once, with the function named after its type; every one of these takes NULL. What is returned as
 * a pointer to const is borrowed: it is good until its owner, which each function names, is freed.
 * What is given to a function is copied, and may be freed at once; the library overwrites its own
 * copies of secrets before it frees them, the caller's are the caller's. Handles may be freed in any
 * order.
 *
 * TEXT
 *
 * Text is UTF-8 and ends with a NUL, both ways. NULL where there must be text is
 * MWA_STATUS_NULL_POINTER, text that is not UTF-8 MWA_STATUS_INVALID_UTF8. Where a wiki sends a
 * NUL inside a text it becomes U+FFFD. Texts for people are in the wiki's language; the library's
 * own are English.
 *
 * ERRORS
 *
 * Three things are told apart. A refusal (MWA_STEP_KIND_REFUSED) is the wiki's no: nothing was
 * created, and the conversation takes another try. An error (a status) is the caller's fault, or
 * that of the way to the wiki: surely nothing was created. MWA_STEP_KIND_UNKNOWN is a lost or
 * unclear answer: an account may exist. A request that may create is never repeated; a host that
 * sends the requests itself has to see to it that its HTTP client does not, either (see
 * mwa_conversation_next_request).
 *
 * What a wiki asks can change while a conversation is suspended: show the step of the conversation
 * that was taken up.
 *
 * THREADS
 *
 * There is no global state. Handles may move between threads. A wiki and its conversations are
 * used by one thread at a time; one that comes meanwhile gets MWA_STATUS_IN_USE, and may try again.
 * Different wikis are independent. mwa_canceller is for all threads at the same time; what "never
 * changes" may be read by all. Freeing what another thread is just using is forbidden.
 * The library starts a thread where a name is looked up or a connection opened, so that this can be
 * cancelled; it ends by itself. It leaves alone the host's signals, locale and environment; of the
 * latter it reads the variables for proxies (HTTPS_PROXY and the like) and, where the system has
 * them, those for trusted certificates (SSL_CERT_FILE, SSL_CERT_DIR).
 *
 * VERSIONS
 *
 * MWA_ABI_VERSION and the soname grow when something is taken away or changes. Functions and
 * numbers may be added at any time: take kinds and reasons that you do not know as such. Numbers of
 * enumerations that are parameters are passed as uint32_t.
 *
 * Read raw by C compilers, C++ compilers, PHP's FFI and Python's cffi (the latter without the lines
 * that begin with #).
 */
#if defined(__cplusplus) && !defined(MWACCOUNT_HPP)
#include "mwaccount.hpp"
#elif !defined(MWACCOUNT_H)
#define MWACCOUNT_H


#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * The number of this ABI. It grows when something is taken away or changes its meaning, and
 * the soname with it; what is added leaves it as it is.
 */
#define MWA_ABI_VERSION 0

/**
 * What a call came to. Anything but MWA_STATUS_OK wrote an error where one was asked for,
 * and left the results as they were. Numbers are never given a new meaning.
 */
typedef enum {
  /**
   * It was done.
   */
  MWA_STATUS_OK = 0,
  /**
   * It could not be done; mwa_error_reason says why.
   */
  MWA_STATUS_FAILED = 1,
  /**
   * A pointer was NULL that must not be.
   */
  MWA_STATUS_NULL_POINTER = 2,
  /**
   * A text is not UTF-8.
   */
  MWA_STATUS_INVALID_UTF8 = 3,
  /**
   * Another thread is just using this wiki or conversation, or a call that told its log.
   */
  MWA_STATUS_IN_USE = 4,
  /**
   * A fault inside the library. Of a conversation it was in the middle of, nobody knows
   * what came of it: an account may exist. It can only be freed.
   */
  MWA_STATUS_PANIC = 5,
} mwa_status;

/**
 * Why an account was not created; the wiki's own code and message stand beside it. Numbers
 * and names never change their meaning; new ones may be added, so take what is not known
 * for MWA_REASON_OTHER.
 */
typedef enum {
  /**
   * No reason: there was no error, or NULL was asked.
   */
  MWA_REASON_NONE = 0,
  /**
   * The name belongs to somebody, on this wiki or on one that shares its
   * accounts, or is kept for somebody. Choose another name.
   */
  MWA_REASON_NAME_TAKEN = 1,
  /**
   * The wiki does not accept this as a user name: a forbidden character,
   * an IP address, a listed word, too like another name. Choose another.
   */
  MWA_REASON_NAME_INVALID = 2,
  /**
   * The password breaks a rule of the wiki, such as a least length; the
   * wiki's message says which. Choose a better one.
   */
  MWA_REASON_PASSWORD_WEAK = 3,
  /**
   * The password and its repetition differ. Send both again.
   */
  MWA_REASON_PASSWORD_MISMATCH = 4,
  /**
   * The e-mail address is not one, for this wiki. Correct it, or leave
   * it out.
   */
  MWA_REASON_EMAIL_INVALID = 5,
  /**
   * There must be an e-mail address: the wiki demands one, or the
   * password shall be sent by mail. Give one.
   */
  MWA_REASON_EMAIL_REQUIRED = 6,
  /**
   * The captcha's answer was wrong, missing, too late or used before.
   * Answer a new one; after several right answers that were refused,
   * wait: beyond a limit ConfirmEdit calls every answer wrong.
   */
  MWA_REASON_CAPTCHA_WRONG = 7,
  /**
   * The wiki has no captcha to give (its images are used up), or the
   * outside service that checks them is in trouble; ConfirmEdit also
   * says so of some wrong answers. Try a new captcha, later if it stays.
   */
  MWA_REASON_CAPTCHA_UNAVAILABLE = 8,
  /**
   * The creator could not log in: wrong name or password, a second
   * factor that `action=login` cannot ask for, an OAuth authorisation
   * that does not hold, or a session in which nobody can log in because
   * something else says who its user is. After failed logins ConfirmEdit
   * also calls a right password wrong, as it wants a captcha. Check the
   * credentials and the way of logging in, and do not try in a loop.
   */
  MWA_REASON_LOGIN_FAILED = 9,
  /**
   * This caller lacks a right that others may have: to create accounts,
   * to use the API for writing, to read a private wiki. Log in as
   * somebody who has it.
   */
  MWA_REASON_NOT_PERMITTED = 10,
  /**
   * The caller's account or address is blocked, or its address stands in
   * a blacklist. Trying again does not help; the wiki's message says
   * whom to ask.
   */
  MWA_REASON_BLOCKED = 11,
  /**
   * A limit is reached: so many accounts a day, logins, actions. Wait,
   * or use a creator whom the limit does not bind.
   */
  MWA_REASON_THROTTLED = 12,
  /**
   * The wiki takes no changes now; the message often says why. Come back
   * later.
   */
  MWA_REASON_READ_ONLY = 13,
  /**
   * The server was in trouble for a moment, or somebody is creating the
   * same name. Try again shortly. If the trouble came in a creation,
   * first find out whether the account exists: AuthManager can throw
   * after it has written the account.
   */
  MWA_REASON_BUSY = 14,
  /**
   * Switched off, or not there, for everybody: the module, writing
   * through the API, creation itself. Try another dialect, or create the
   * account in the way that wiki wants.
   */
  MWA_REASON_DISABLED = 15,
  /**
   * The wiki takes no password of its own for a new account: accounts
   * come from a single sign-on service. Log in there once.
   */
  MWA_REASON_NO_LOCAL_ACCOUNTS = 16,
  /**
   * An extension refused, and only its text says why. Show the text. On
   * 1.21 and 1.22 it is often a captcha that the API cannot show.
   */
  MWA_REASON_REFUSED_BY_EXTENSION = 17,
  /**
   * Some other field is wrong, such as the language or the domain, or
   * several at once; the text says which. Correct and send again.
   */
  MWA_REASON_FIELD_INVALID = 18,
  /**
   * The token, the cookies or the login are gone, or the conversation
   * with them. Log in again if there was a login, and begin anew.
   */
  MWA_REASON_SESSION_LOST = 19,
  /**
   * What answered is no MediaWiki. Check the address.
   */
  MWA_REASON_NOT_A_WIKI = 20,
  /**
   * Something before the wiki kept us out: a 401, a 403, a page that
   * challenges browsers. Ask whoever runs the site.
   */
  MWA_REASON_ACCESS_DENIED = 21,
  /**
   * No connection, or no answer in time. Check the address and the
   * network, then try again.
   */
  MWA_REASON_UNREACHABLE = 22,
  /**
   * A secret would have gone over an open line, or a connection could
   * not be trusted. Use https, or allow it where that is right.
   */
  MWA_REASON_INSECURE = 23,
  /**
   * An answer was larger than allowed. Raise the limit if the wiki can be
   * trusted.
   */
  MWA_REASON_TOO_LARGE = 24,
  /**
   * We and the wiki do not understand each other: it could not read the
   * request, or we its answer. This is a fault to report.
   */
  MWA_REASON_PROTOCOL = 25,
  /**
   * The caller cancelled.
   */
  MWA_REASON_CANCELLED = 26,
  /**
   * The caller asked for something that cannot be, seen before anything
   * was sent. Correct the call.
   */
  MWA_REASON_INVALID_ARGUMENT = 27,
  /**
   * A code that this version does not know, or one that is no refusal.
   * Show the wiki's code and message.
   */
  MWA_REASON_OTHER = 28,
} mwa_reason;

/**
 * Where a conversation stands, and what its caller may do.
 */
typedef enum {
  /**
   * No step: NULL was asked.
   */
  MWA_STEP_KIND_NONE = 0,
  /**
   * The account exists, and this creation made it.
   */
  MWA_STEP_KIND_CREATED = 1,
  /**
   * The creator is logged in: creations are the creator's from now on.
   */
  MWA_STEP_KIND_LOGGED_IN = 2,
  /**
   * The wiki wants fields filled, among them the answer to a captcha: mwa_conversation_answer.
   */
  MWA_STEP_KIND_ASK = 3,
  /**
   * The user must go to mwa_step_redirect_url and come back: mwa_conversation_returned, or
   * mwa_conversation_answer with the fields.
   */
  MWA_STEP_KIND_REDIRECT = 4,
  /**
   * The wiki wants to begin anew, with these fields: mwa_conversation_answer.
   */
  MWA_STEP_KIND_RESTART = 5,
  /**
   * The wiki said no, and nothing was created: mwa_conversation_revise, or leave it.
   */
  MWA_STEP_KIND_REFUSED = 6,
  /**
   * Perhaps created: the answer was lost or unclear. The refusal's message is the evidence.
   */
  MWA_STEP_KIND_UNKNOWN = 7,
  /**
   * What the wiki asks of new accounts was found out: mwa_step_requirements.
   */
  MWA_STEP_KIND_PROBED = 8,
  /**
   * The captcha's image came: mwa_step_image.
   */
  MWA_STEP_KIND_IMAGE = 9,
} mwa_step_kind;

/**
 * What kind of value a field takes: the types of MediaWiki's AuthManager.
 */
typedef enum {
  /**
   * Something to show, never sent; also for NULL.
   */
  MWA_FIELD_KIND_NULL = 0,
  /**
   * A line of text.
   */
  MWA_FIELD_KIND_STRING = 1,
  /**
   * A line of text not to be shown.
   */
  MWA_FIELD_KIND_PASSWORD = 2,
  /**
   * One of the options.
   */
  MWA_FIELD_KIND_SELECT = 3,
  /**
   * Yes or no.
   */
  MWA_FIELD_KIND_CHECKBOX = 4,
  /**
   * Any of the options.
   */
  MWA_FIELD_KIND_MULTISELECT = 5,
  /**
   * Something to press.
   */
  MWA_FIELD_KIND_BUTTON = 6,
  /**
   * A value to be sent back unchanged; the library does so.
   */
  MWA_FIELD_KIND_HIDDEN = 7,
} mwa_field_kind;

/**
 * The captchas of MediaWiki's ConfirmEdit.
 */
typedef enum {
  /**
   * No captcha: NULL was asked.
   */
  MWA_CAPTCHA_KIND_NONE = 0,
  /**
   * SimpleCaptcha: a sum in plain text.
   */
  MWA_CAPTCHA_KIND_SIMPLE = 1,
  /**
   * MathCaptcha: a sum as a formula.
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
   * reCAPTCHA 1: a challenge, whose field is "captcha-challenge", and its response.
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
   * One that this library does not know; its answer is sent all the same.
   */
  MWA_CAPTCHA_KIND_OTHER = 9,
} mwa_captcha_kind;

/**
 * How one talks with a wiki.
 */
typedef enum {
  /**
   * Not known, not yet found out; as an option, to be found out.
   */
  MWA_DIALECT_UNKNOWN = 0,
  /**
   * AuthManager: 1.27 and later.
   */
  MWA_DIALECT_AUTH_MANAGER = 1,
  /**
   * The legacy API: 1.21 to 1.26.
   */
  MWA_DIALECT_LEGACY_API = 2,
  /**
   * The sign-up page.
   */
  MWA_DIALECT_WEB_FORM = 3,
} mwa_dialect;

/**
 * What sending a request may bring about.
 */
typedef enum {
  /**
   * It changes nothing on the wiki; it may be repeated. Also for NULL.
   */
  MWA_REQUEST_KIND_READ = 0,
  /**
   * It logs somebody in; repeating it may count as a failed login.
   */
  MWA_REQUEST_KIND_LOGIN = 1,
  /**
   * An account may exist after it: it is never repeated.
   */
  MWA_REQUEST_KIND_MAY_CREATE = 2,
} mwa_request_kind;

/**
 * The format of the legacy API.
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
 * Why there is no response to a request.
 */
typedef enum {
  /**
   * No byte of the request can have reached the wiki.
   */
  MWA_FAILURE_NOT_SENT = 0,
  /**
   * It may have reached the wiki, and the connection broke.
   */
  MWA_FAILURE_LOST = 1,
  /**
   * It may have reached the wiki, which did not answer in time and may still be at it.
   */
  MWA_FAILURE_TIMED_OUT = 2,
} mwa_failure;

/**
 * The account to create. Only the name is a must. What a wiki does not offer is an error before
 * anything is sent (email, domain), or a warning of the created account (real name, reason,
 * language). One thread at a time.
 */
typedef struct mwa_account mwa_account;

/**
 * Values by the names of their fields. One thread at a time.
 */
typedef struct mwa_answers mwa_answers;

/**
 * Cancels the calls of a wiki. It is the one thing that threads may use at the same time; it
 * outlives its wiki.
 */
typedef struct mwa_canceller mwa_canceller;

/**
 * A captcha to show to somebody, whose answer is the field "captcha". The library solves none.
 * It belongs to the step or the requirements that lend it, and never changes.
 */
typedef struct mwa_captcha mwa_captcha;

/**
 * A conversation with a wiki: a creation, a creator's login, a look at what the wiki asks, the
 * fetching of a captcha's image. mwa_conversation_step takes it to where something is wanted of
 * its caller, or to its end.
 *
 * It keeps its wiki alive. One thread at a time uses a wiki and its conversations.
 */
typedef struct mwa_conversation mwa_conversation;

/**
 * Why a call failed. Surely nothing was created, unless the status is MWA_STATUS_PANIC.
 * It never changes: threads may share it.
 */
typedef struct mwa_error mwa_error;

/**
 * What is known of a wiki at the moment it is asked for. It never changes: threads may share it.
 */
typedef struct mwa_facts mwa_facts;

/**
 * One field. It belongs to its list, and never changes.
 */
typedef struct mwa_field mwa_field;

/**
 * Fields in the wiki's order. A list that a step or the requirements lend is theirs; it never
 * changes.
 */
typedef struct mwa_fields mwa_fields;

/**
 * A captcha's image. It belongs to the step that lends it, and never changes.
 */
typedef struct mwa_image mwa_image;

/**
 * Settings for wikis; those that are not set are as usual. One thread at a time. A wiki takes
 * what it needs from them: they may be used for several, and freed at once.
 */
typedef struct mwa_options mwa_options;

/**
 * A wiki's no, or why it is not known what a wiki did. It belongs to the step or the
 * requirements that lend it, and never changes.
 */
typedef struct mwa_refusal mwa_refusal;

/**
 * A request to be sent as it is: it follows no redirect, and no cookie but its own goes with it.
 * It holds secrets, which are overwritten when it is freed. It never changes.
 */
typedef struct mwa_request mwa_request;

/**
 * What was found out without creating anything. Where an answer is 1, 0 or -1, that is yes, no,
 * and not to be known on this wiki. It belongs to the step that lends it, and never changes.
 */
typedef struct mwa_requirements mwa_requirements;

/**
 * What came back for a request: status, headers and body. One thread at a time.
 */
typedef struct mwa_response mwa_response;

/**
 * Text that must not be seen: a conversation that was put down. It is overwritten when it is
 * freed. It never changes: threads may share it.
 */
typedef struct mwa_secret mwa_secret;

/**
 * A step of a conversation. It never changes: threads may share it. Parts that a kind of step
 * does not have are NULL, 0 or -1.
 */
typedef struct mwa_step mwa_step;

/**
 * A wiki, the way to it, and its session: cookies, tokens, who is logged in. One thread at a
 * time uses a wiki and its conversations; another that tries meanwhile gets
 * MWA_STATUS_IN_USE. Any thread may come next.
 */
typedef struct mwa_wiki mwa_wiki;

/**
 * A function that is told what a call does, a line at a time: each request before it goes out,
 * each wait, and what came of each request. No line holds a secret. `data` is what
 * mwa_options_set_log was given; `line` is good until the function returns.
 *
 * It is called on the thread that makes the call, which waits for it. It must not throw, jump
 * out of the call, or call anything of the same wiki but mwa_canceller_cancel.
 */
typedef void (*mwa_log)(void *data, const char *line);

/**
 * The MWA_ABI_VERSION of the library that runs; another than that of the header means that the
 * two do not belong together.
 */
uint32_t mwa_abi_version(void);

/**
 * The version of the library that runs, such as "0.1.0". It is never freed.
 */
const char *mwa_version(void);

/**
 * The name of a reason, the same in every language the library is used from: "name-taken".
 * It is never freed; NULL for a number that is no reason, and for MWA_REASON_NONE.
 */
const char *mwa_reason_name(uint32_t reason);

/**
 * The status that the failed call returned; MWA_STATUS_OK for NULL.
 */
mwa_status mwa_error_status(const mwa_error *error);

/**
 * What it is about; MWA_REASON_NONE for NULL.
 */
mwa_reason mwa_error_reason(const mwa_error *error);

/**
 * A sentence that says what happened and what to do; it holds no secret. Borrowed until the
 * error is freed; NULL for NULL.
 */
const char *mwa_error_message(const mwa_error *error);

/**
 * The wiki's own code, such as "blocked". Borrowed until the error is freed; NULL where the
 * wiki gave none.
 */
const char *mwa_error_code(const mwa_error *error);

/**
 * The field that the caller's mistake is about. Borrowed until the error is freed; NULL where
 * it is about none.
 */
const char *mwa_error_field(const mwa_error *error);

/**
 * The seconds to wait before another try can help; -1 where that is not known.
 */
int64_t mwa_error_retry_after(const mwa_error *error);

/**
 * Frees an error and what was borrowed from it. NULL is nothing.
 */
void mwa_error_free(mwa_error *error);

/**
 * Settings as they are usual; never NULL. Free them with mwa_options_free.
 */
mwa_options *mwa_options_new(void);

/**
 * Sets an address of the operator (a mail address, a page), which wikis ask tools to put into
 * the user agent; NULL for none.
 */
mwa_status mwa_options_set_contact(mwa_options *options, const char *contact, mwa_error **error);

/**
 * Sets the whole User-Agent, in plain ASCII; NULL for "mwaccount/VERSION (CONTACT)".
 */
mwa_status mwa_options_set_user_agent(mwa_options *options,
                                      const char *user_agent,
                                      mwa_error **error);

/**
 * Whether secrets may travel unencrypted to another machine; false by default. To this machine
 * they always may.
 */
mwa_status mwa_options_set_allow_http(mwa_options *options, bool allow, mwa_error **error);

/**
 * Sets the format of the legacy API, an mwa_format; MWA_FORMAT_JSON by default. AuthManager is
 * always spoken in JSON.
 */
mwa_status mwa_options_set_format(mwa_options *options, uint32_t format, mwa_error **error);

/**
 * Sets the dialect, an mwa_dialect, which saves a legacy wiki's detecting request;
 * MWA_DIALECT_UNKNOWN to have it found out, as by default.
 */
mwa_status mwa_options_set_dialect(mwa_options *options, uint32_t dialect, mwa_error **error);

/**
 * Sets where a wiki that sends its users elsewhere shall send them back to, with its scheme;
 * NULL for the wiki itself.
 */
mwa_status mwa_options_set_return_url(mwa_options *options, const char *url, mwa_error **error);

/**
 * Sets the login that the web server asks for before it lets anybody to the wiki: HTTP basic
 * authentication. It goes with every request to the wiki and to nowhere else, and in clear to
 * another machine only where http is allowed. A conversation that is taken up needs it again, as
 * it is not kept. With mwa_wiki_log_in_oauth it cannot be used. NULL for both if there is none.
 */
mwa_status mwa_options_set_http_auth(mwa_options *options,
                                     const char *user,
                                     const char *password,
                                     mwa_error **error);

/**
 * Sets a file with the certificates of the authorities to trust, in PEM, and no other; a server
 * is trusted too whose own certificate is in it, as where it signed itself. NULL for the
 * system's authorities. It is read when a wiki is made or a conversation taken up. A host with an
 * HTTP client of its own sets this, and the client certificate, there.
 */
mwa_status mwa_options_set_ca_file(mwa_options *options, const char *path, mwa_error **error);

/**
 * Sets a file with the client certificate to show to a server that wants to see one, in PEM: the
 * certificate, then those that vouch for it, and its private key unless that has a file of its
 * own. NULL for none. It is read as the file of the authorities is.
 */
mwa_status mwa_options_set_client_cert(mwa_options *options, const char *path, mwa_error **error);

/**
 * Sets the file with the private key of the client certificate, in PEM and without a
 * passphrase; NULL where it is in the same file.
 */
mwa_status mwa_options_set_client_key(mwa_options *options, const char *path, mwa_error **error);

/**
 * Sets the proxy, as "http://host:port", with "name:password@" before the host where it wants them; NULL for the environment's (HTTPS_PROXY and the like).
 * This machine is always reached directly.
 */
mwa_status mwa_options_set_proxy(mwa_options *options,
                                 const char *proxy,
                                 mwa_error **error);

/**
 * Sets the longest that a single request may take, in milliseconds; 30000 by default.
 */
mwa_status mwa_options_set_timeout(mwa_options *options, uint64_t milliseconds, mwa_error **error);

/**
 * Sets the most bytes of a response's body, after decoding; 1048576 by default.
 */
mwa_status mwa_options_set_max_body(mwa_options *options, size_t bytes, mwa_error **error);

/**
 * Sets the OAuth 2 access token that a conversation goes on with when it is taken up, one of
 * the same user's; NULL for none. For mwa_resume of a conversation that was begun with a token
 * only, any other use fails: to begin with a token there is mwa_wiki_log_in_oauth.
 */
mwa_status mwa_options_set_access_token(mwa_options *options, const char *token, mwa_error **error);

/**
 * Sets a function that is told what calls do; NULL for none. `data` is handed to it as it is,
 * and must be good as long as a wiki with these settings is used.
 */
mwa_status mwa_options_set_log(mwa_options *options, mwa_log log, void *data, mwa_error **error);

/**
 * Frees settings; the wikis made with them stay as they are. NULL is nothing.
 */
void mwa_options_free(mwa_options *options);

/**
 * A wiki by any of its addresses; nothing is sent. `options` may be NULL. Free it with
 * mwa_wiki_free.
 *
 * That of its api.php is taken at its word. From that of a page, of index.php or of a host alone,
 * with or without a scheme, the first call finds api.php in at most 4 requests, also over
 * redirects to another host; no secret goes out before. Keep mwa_facts_api_url for the next time: it
 * need not be found again.
 *
 * It fails with MWA_REASON_INVALID_ARGUMENT for an address or options that cannot be used.
 */
mwa_status mwa_wiki_new(const char *address,
                        const mwa_options *options,
                        mwa_wiki **wiki,
                        mwa_error **error);

/**
 * Begins to create an account; nothing is sent before mwa_conversation_step. The account is
 * copied. Free the conversation with mwa_conversation_free.
 *
 * A wiki has one creation or login at a time: beginning another ends what was begun before, whose
 * calls then fail with MWA_REASON_SESSION_LOST. Creations that are to wait side by side need a wiki
 * each.
 */
mwa_status mwa_wiki_create(mwa_wiki *wiki,
                           const mwa_account *account,
                           mwa_conversation **conversation,
                           mwa_error **error);

/**
 * Begins to log in the creator of accounts; nothing is sent before mwa_conversation_step. A bot
 * password is told by its name, "User@bot"; `domain` is that of an external authentication, or
 * NULL. Whoever was logged in is not any more. Free the conversation with
 * mwa_conversation_free.
 */
mwa_status mwa_wiki_log_in(mwa_wiki *wiki,
                           const char *name,
                           const char *password,
                           const char *domain,
                           mwa_conversation **conversation,
                           mwa_error **error);

/**
 * The same with an OAuth 2 access token, which goes with every request to the wiki and to
 * nowhere else.
 */
mwa_status mwa_wiki_log_in_oauth(mwa_wiki *wiki,
                                 const char *token,
                                 mwa_conversation **conversation,
                                 mwa_error **error);

/**
 * Begins to find out what the wiki asks of new accounts, and its word on `account` as far as it
 * is given: its name, its password, its address. Nothing is created, no limit is counted
 * against, no captcha is spent. It costs 2 to 4 requests, which a creation does not repeat.
 * mwa_conversation_step comes to MWA_STEP_KIND_PROBED. Free the conversation with
 * mwa_conversation_free.
 */
mwa_status mwa_wiki_probe(mwa_wiki *wiki,
                          const mwa_account *account,
                          mwa_conversation **conversation,
                          mwa_error **error);

/**
 * Has nobody be logged in, with nothing left of whoever was; also after a login that did not
 * come to its end. Nothing is sent.
 */
mwa_status mwa_wiki_log_out(mwa_wiki *wiki, mwa_error **error);

/**
 * All fields that the wiki offers for a new account, the optional and alternative ones included;
 * none on wikis of 1.21 to 1.26, whose fields are fixed. It sends requests itself, with the
 * library's own HTTP. A creation that follows does not ask again. Free them with mwa_fields_free.
 */
mwa_status mwa_wiki_fields(mwa_wiki *wiki, mwa_fields **fields, mwa_error **error);

/**
 * What is known of the wiki by now; nothing is sent. Free it with mwa_facts_free.
 */
mwa_status mwa_wiki_facts(const mwa_wiki *wiki, mwa_facts **facts, mwa_error **error);

/**
 * What cancels the wiki's calls; NULL for NULL. Any thread may ask for it at any time. Free it
 * with mwa_canceller_free.
 */
mwa_canceller *mwa_wiki_canceller(const mwa_wiki *wiki);

/**
 * Frees a wiki; its conversations go on. NULL is nothing.
 */
void mwa_wiki_free(mwa_wiki *wiki);

/**
 * An account of this name with nothing else set; MediaWiki upper-cases the name's first letter
 * and reads "_" as a space. Free it with mwa_account_free.
 */
mwa_status mwa_account_new(const char *name, mwa_account **account, mwa_error **error);

/**
 * Gives the account another name, as after MWA_REASON_NAME_TAKEN.
 */
mwa_status mwa_account_set_name(mwa_account *account, const char *name, mwa_error **error);

/**
 * Sets the password; NULL for none, where the wiki sends one by mail or another service knows
 * the user. The library overwrites its copies when they are freed.
 */
mwa_status mwa_account_set_password(mwa_account *account, const char *password, mwa_error **error);

/**
 * Sets the e-mail address; NULL for none.
 */
mwa_status mwa_account_set_email(mwa_account *account, const char *email, mwa_error **error);

/**
 * Sets the real name; NULL for none.
 */
mwa_status mwa_account_set_real_name(mwa_account *account,
                                     const char *real_name,
                                     mwa_error **error);

/**
 * Sets the comment of the log entry; NULL for none. Wikis of 1.27 and later take it from
 * creators who are logged in only.
 */
mwa_status mwa_account_set_reason(mwa_account *account, const char *reason, mwa_error **error);

/**
 * Sets the language code that becomes the account's preference; NULL for the wiki's.
 */
mwa_status mwa_account_set_language(mwa_account *account, const char *language, mwa_error **error);

/**
 * Sets the domain of an external authentication; NULL for none.
 */
mwa_status mwa_account_set_domain(mwa_account *account, const char *domain, mwa_error **error);

/**
 * Whether the wiki shall make up a password and mail it to the address; false by default.
 */
mwa_status mwa_account_set_mail_password(mwa_account *account,
                                         bool mail_password,
                                         mwa_error **error);

/**
 * Whether a name may be sent that a wiki of 1.21 to 1.26 would cut or change ("Foo#bar" becomes
 * "Foo" there); false by default.
 */
mwa_status mwa_account_set_allow_altered_name(mwa_account *account, bool allow, mwa_error **error);

/**
 * Sets the values of fields that extensions add, by the wiki's names, and an answer to the
 * captcha that is known beforehand ("captcha"). The answers are copied; NULL for none.
 */
mwa_status mwa_account_set_fields(mwa_account *account,
                                  const mwa_answers *fields,
                                  mwa_error **error);

/**
 * Frees an account's wish; a conversation that was begun with it goes on. NULL is nothing.
 */
void mwa_account_free(mwa_account *account);

/**
 * No answers yet; never NULL. Free them with mwa_answers_free.
 */
mwa_answers *mwa_answers_new(void);

/**
 * Sets the text of a field, the value of a select's option, or the answer to a captcha, whose
 * field is called "captcha" on every wiki. A former answer of that name is replaced.
 */
mwa_status mwa_answers_set(mwa_answers *answers,
                           const char *name,
                           const char *value,
                           mwa_error **error);

/**
 * Ticks a checkbox or not, presses a button or not.
 */
mwa_status mwa_answers_check(mwa_answers *answers,
                             const char *name,
                             bool checked,
                             mwa_error **error);

/**
 * Chooses one more of the values of a multiselect. With NULL for the value none is chosen any
 * more.
 */
mwa_status mwa_answers_choose(mwa_answers *answers,
                              const char *name,
                              const char *value,
                              mwa_error **error);

/**
 * Frees answers; what was given with them stays. NULL is nothing.
 */
void mwa_answers_free(mwa_answers *answers);

/**
 * Goes on until something is wanted of the caller or the conversation has ended; then the same
 * step comes again. Free the step with mwa_step_free.
 *
 * It fails for whatever kept the account from being created, or the creator from logging in, that
 * was not the wiki's own no: surely nothing was created. MWA_REASON_CANCELLED is one, see
 * mwa_canceller_cancel. What took too long, or was lost after it may have created, is no failure
 * but MWA_STEP_KIND_UNKNOWN, unless the wiki could tell what came of it.
 */
mwa_status mwa_conversation_step(mwa_conversation *conversation,
                                 mwa_step **step,
                                 mwa_error **error);

/**
 * Answers MWA_STEP_KIND_ASK, RESTART or REDIRECT; mwa_conversation_step goes on. The answers are
 * copied.
 *
 * It fails with MWA_REASON_INVALID_ARGUMENT for an answer that does not fit, where mwa_error_field
 * names the field, and the conversation stands where it stood.
 */
mwa_status mwa_conversation_answer(mwa_conversation *conversation,
                                   const mwa_answers *answers,
                                   mwa_error **error);

/**
 * Hands over the address at which the user came back from MWA_STEP_KIND_REDIRECT;
 * mwa_conversation_step goes on. It fails as mwa_conversation_answer.
 */
mwa_status mwa_conversation_returned(mwa_conversation *conversation,
                                     const char *url,
                                     mwa_error **error);

/**
 * Tries again after MWA_STEP_KIND_REFUSED with another account, keeping the answer to a captcha
 * that is still good; mwa_conversation_step goes on. With the account as it was, the captcha is
 * asked for anew. The account is copied. It fails as mwa_conversation_answer.
 */
mwa_status mwa_conversation_revise(mwa_conversation *conversation,
                                   const mwa_account *account,
                                   mwa_error **error);

/**
 * Begins to fetch the image of a captcha that this conversation asks: a conversation of its own,
 * whose mwa_conversation_step comes to MWA_STEP_KIND_IMAGE after one request. This one still
 * waits. Free the image's conversation with mwa_conversation_free.
 *
 * It fails with MWA_REASON_INVALID_ARGUMENT if the captcha has no image.
 */
mwa_status mwa_conversation_image(const mwa_conversation *conversation,
                                  const mwa_captcha *captcha,
                                  mwa_conversation **fetch,
                                  mwa_error **error);

/**
 * Puts a creation or a login down where it waits for its caller, as text that mwa_resume takes up
 * in another process. The text is a secret: it holds the session's cookies, so keep it on the
 * server, and use it once. It holds no password and no token; a password that is needed again is
 * asked for then. Free it with mwa_secret_free.
 *
 * It fails with MWA_REASON_INVALID_ARGUMENT where the conversation does not wait, or has ended.
 */
mwa_status mwa_conversation_suspend(const mwa_conversation *conversation,
                                    mwa_secret **suspended,
                                    mwa_error **error);

/**
 * Takes up a conversation that mwa_conversation_suspend put down; nothing is sent. What belongs to
 * it (the wiki, its dialect, the return address, the user agent, whether http is allowed) is as it
 * was; the proxy, the limits, the log and the access token are those of `options`, which may be
 * NULL. Free the wiki with mwa_wiki_free and the conversation with mwa_conversation_free.
 *
 * `is_login`, if it is not NULL, is told whether it is a creator's login rather than a creation.
 *
 * It fails with MWA_REASON_INVALID_ARGUMENT for a text that is damaged, of a newer version or no
 * such text at all, and where an access token is needed and not given, or given and not needed.
 */
mwa_status mwa_resume(const char *suspended,
                      const mwa_options *options,
                      mwa_wiki **wiki,
                      mwa_conversation **conversation,
                      bool *is_login,
                      mwa_error **error);

/**
 * The request that the conversation wants sent, for hosts that send it with an HTTP client of
 * their own. It is given once: the conversation then waits for mwa_conversation_feed or
 * mwa_conversation_feed_failure, and until then fails with MWA_REASON_INVALID_ARGUMENT. NULL is
 * written when it waits for its caller or has ended: mwa_conversation_step then says where it
 * stands, and sends nothing; after mwa_canceller_cancel too. Free the request with
 * mwa_request_free.
 *
 * The host waits for mwa_request_wait first, follows no redirect, keeps no cookie, and may repeat
 * what is MWA_REQUEST_KIND_READ only. That holds for its HTTP client too: many send a request again
 * by themselves when a connection that was kept turns out to be closed. So what is not
 * MWA_REQUEST_KIND_READ should have a connection of its own (CURLOPT_FRESH_CONNECT).
 */
mwa_status mwa_conversation_next_request(mwa_conversation *conversation,
                                         mwa_request **request,
                                         mwa_error **error);

/**
 * Takes the response to the request that mwa_conversation_next_request gave; a copy of it. A
 * response to none is passed over.
 */
mwa_status mwa_conversation_feed(mwa_conversation *conversation,
                                 const mwa_response *response,
                                 mwa_error **error);

/**
 * Takes word that there is no response to the request that mwa_conversation_next_request gave: how
 * it failed, as an mwa_failure, and why, as one of MWA_REASON_UNREACHABLE, TOO_LARGE, INSECURE,
 * PROTOCOL and CANCELLED. `message` says it in a sentence without secrets. After anything but
 * MWA_FAILURE_NOT_SENT the conversation finds out what came of the request, unless it was
 * cancelled. A failure of no request is passed over.
 */
mwa_status mwa_conversation_feed_failure(mwa_conversation *conversation,
                                         uint32_t failure,
                                         uint32_t reason,
                                         const char *message,
                                         mwa_error **error);

/**
 * Frees a conversation; the wiki's session stays good for the next one. NULL is nothing.
 */
void mwa_conversation_free(mwa_conversation *conversation);

/**
 * What kind of step it is.
 */
mwa_step_kind mwa_step_get_kind(const mwa_step *step);

/**
 * Of CREATED the account's name as the wiki gives it, of LOGGED_IN the creator's, of UNKNOWN the
 * name that was asked for. Borrowed until the step is freed.
 */
const char *mwa_step_name(const mwa_step *step);

/**
 * Of CREATED the account's number, where the wiki says it (1.21 to 1.26); else 0.
 */
uint64_t mwa_step_user_id(const mwa_step *step);

/**
 * Of CREATED, how many things did not go as wished.
 */
size_t mwa_step_warning_count(const mwa_step *step);

/**
 * The code of the warning at an index from 0: "not-offered" (the wiki does not take something
 * that was wished), "name-changed", "field-unused" (a field was given that the wiki did not ask
 * for), "moved" (the wiki moved to another address), "answer-lost" (but the account was found),
 * "setup-unfinished" (but the account exists), or the wiki's own. Borrowed until the step is
 * freed; NULL beyond the last.
 */
const char *mwa_step_warning_code(const mwa_step *step, size_t index);

/**
 * The sentence of the warning at an index from 0. Borrowed until the step is freed; NULL beyond
 * the last.
 */
const char *mwa_step_warning_message(const mwa_step *step, size_t index);

/**
 * Of ASK and RESTART, what the wiki says about it, where it says anything. Borrowed until the
 * step is freed.
 */
const char *mwa_step_message(const mwa_step *step);

/**
 * Of ASK, RESTART and REDIRECT, the fields. Borrowed until the step is freed.
 */
const mwa_fields *mwa_step_fields(const mwa_step *step);

/**
 * Of ASK and RESTART, the captcha to show, if one is asked. Borrowed until the step is freed.
 */
const mwa_captcha *mwa_step_captcha(const mwa_step *step);

/**
 * Of ASK, RESTART and REDIRECT, whether the account exists already and this is about what
 * follows: 1 yes, 0 no, -1 where the wiki does not tell.
 */
int mwa_step_account_exists(const mwa_step *step);

/**
 * Of REDIRECT, the address for the user's browser. It may hold secrets of a login service.
 * Borrowed until the step is freed.
 */
const char *mwa_step_redirect_url(const mwa_step *step);

/**
 * Of REDIRECT, what else the wiki says about it, as JSON, where it says anything. Borrowed until
 * the step is freed.
 */
const char *mwa_step_redirect_data(const mwa_step *step);

/**
 * Of REFUSED the wiki's no, of UNKNOWN what is known. Borrowed until the step is freed.
 */
const mwa_refusal *mwa_step_refusal(const mwa_step *step);

/**
 * Of LOOKED, what was found out. Borrowed until the step is freed.
 */
const mwa_requirements *mwa_step_requirements(const mwa_step *step);

/**
 * Of IMAGE, the captcha's image. Borrowed until the step is freed.
 */
const mwa_image *mwa_step_image(const mwa_step *step);

/**
 * Frees a step and what was borrowed from it. NULL is nothing.
 */
void mwa_step_free(mwa_step *step);

/**
 * How many fields there are; 0 for NULL.
 */
size_t mwa_fields_count(const mwa_fields *fields);

/**
 * The field at an index from 0. Borrowed as long as the list; NULL beyond its end.
 */
const mwa_field *mwa_fields_at(const mwa_fields *fields, size_t index);

/**
 * Frees a list that mwa_wiki_fields gave, and no other. NULL is nothing.
 */
void mwa_fields_free(mwa_fields *fields);

/**
 * The name by which the field is answered: the wiki's own, "captcha" for the answer to any
 * captcha. Borrowed as long as the field; NULL for NULL.
 */
const char *mwa_field_name(const mwa_field *field);

/**
 * What kind of value it takes.
 */
mwa_field_kind mwa_field_get_kind(const mwa_field *field);

/**
 * A short text for people. Borrowed as long as the field; NULL where there is none.
 */
const char *mwa_field_label(const mwa_field *field);

/**
 * A longer text for people. Borrowed as long as the field; NULL where there is none.
 */
const char *mwa_field_help(const mwa_field *field);

/**
 * The value it has if nothing is filled in; of MWA_FIELD_KIND_NULL what is to be shown. Borrowed
 * as long as the field; NULL where there is none.
 */
const char *mwa_field_value(const mwa_field *field);

/**
 * How many options a select or multiselect has.
 */
size_t mwa_field_option_count(const mwa_field *field);

/**
 * The value of the option at an index from 0, which is what is answered. Borrowed as long as the
 * field; NULL beyond the last.
 */
const char *mwa_field_option_value(const mwa_field *field, size_t index);

/**
 * The text for people of the option at an index from 0. Borrowed as long as the field; NULL
 * beyond the last.
 */
const char *mwa_field_option_label(const mwa_field *field, size_t index);

/**
 * Whether it may stay empty.
 */
bool mwa_field_is_optional(const mwa_field *field);

/**
 * Whether it must not be shown while it is typed.
 */
bool mwa_field_is_sensitive(const mwa_field *field);

/**
 * What sort of captcha it is; MWA_CAPTCHA_KIND_NONE for NULL.
 */
mwa_captcha_kind mwa_captcha_get_kind(const mwa_captcha *captcha);

/**
 * The question or sum as plain text. Borrowed as long as the captcha; NULL where there is none.
 */
const char *mwa_captcha_question(const mwa_captcha *captcha);

/**
 * Where the image is. It wants the session's cookies: mwa_conversation_image fetches it with
 * them. Borrowed as long as the captcha; NULL where there is none.
 */
const char *mwa_captcha_image_url(const mwa_captcha *captcha);

/**
 * The site key for a third party's widget. Borrowed as long as the captcha; NULL where there
 * is none.
 */
const char *mwa_captcha_site_key(const mwa_captcha *captcha);

/**
 * What it is, as the wiki says: "image/png". Borrowed as long as the step; NULL for NULL.
 */
const char *mwa_image_media_type(const mwa_image *image);

/**
 * The file. Borrowed as long as the step; NULL for NULL.
 */
const uint8_t *mwa_image_bytes(const mwa_image *image);

/**
 * How many bytes the file has.
 */
size_t mwa_image_length(const mwa_image *image);

/**
 * What it is about, the same on every release; MWA_REASON_NONE for NULL.
 */
mwa_reason mwa_refusal_reason(const mwa_refusal *refusal);

/**
 * The wiki's own code. Borrowed as long as the refusal; NULL where the wiki gave none.
 */
const char *mwa_refusal_code(const mwa_refusal *refusal);

/**
 * The wiki's own text, or the library's where it gave none; of MWA_STEP_KIND_UNKNOWN the
 * evidence: what happened to the request, what was found out since, and how to find out more.
 * Borrowed as long as the refusal; NULL for NULL.
 */
const char *mwa_refusal_message(const mwa_refusal *refusal);

/**
 * The seconds to wait before another try can help; -1 where that is not known.
 */
int64_t mwa_refusal_retry_after(const mwa_refusal *refusal);

/**
 * What the wiki speaks.
 */
mwa_dialect mwa_requirements_dialect(const mwa_requirements *requirements);

/**
 * The wiki's release, "MediaWiki 1.39.17". Borrowed as long as the requirements; NULL where it
 * does not say.
 */
const char *mwa_requirements_generator(const mwa_requirements *requirements);

/**
 * Whether this caller may create accounts there: 1, 0 or -1.
 */
int mwa_requirements_may_create(const mwa_requirements *requirements);

/**
 * Why this caller may not. Borrowed as long as the requirements; NULL where it may, or nobody
 * knows.
 */
const mwa_refusal *mwa_requirements_refusal(const mwa_requirements *requirements);

/**
 * The fields of a new account; of alternative ways (a password, a button) all. Borrowed as long
 * as the requirements; NULL for NULL.
 */
const mwa_fields *mwa_requirements_fields(const mwa_requirements *requirements);

/**
 * Whether a captcha is asked: 1, 0 or -1. On 1.21 and 1.22 one may be enforced that the API does
 * not show.
 */
int mwa_requirements_captcha_asked(const mwa_requirements *requirements);

/**
 * The captcha, where the wiki shows it beforehand (1.27 and later); looking does not spend it.
 * Borrowed as long as the requirements; NULL where there is none to show.
 */
const mwa_captcha *mwa_requirements_captcha(const mwa_requirements *requirements);

/**
 * Whether the name that was asked about would be taken: 1, 0 or -1.
 */
int mwa_requirements_name_good(const mwa_requirements *requirements);

/**
 * Why the name would not be taken. Borrowed as long as the requirements; NULL unless
 * mwa_requirements_name_good is 0.
 */
const mwa_refusal *mwa_requirements_name_refusal(const mwa_requirements *requirements);

/**
 * Whether the password that was asked about would be taken: 1, 0 or -1 (before 1.29).
 */
int mwa_requirements_password_good(const mwa_requirements *requirements);

/**
 * Why the password would not be taken. Borrowed as long as the requirements; NULL unless
 * mwa_requirements_password_good is 0.
 */
const mwa_refusal *mwa_requirements_password_refusal(const mwa_requirements *requirements);

/**
 * Whether an e-mail address must be given: 1, 0 or -1.
 */
int mwa_requirements_email_required(const mwa_requirements *requirements);

/**
 * Whether accounts come from a single sign-on service only.
 */
bool mwa_requirements_single_sign_on(const mwa_requirements *requirements);

/**
 * Where the wiki's api.php is; until mwa_facts_is_api_found the address that was given, or what it is
 * taken for. Borrowed until the facts are freed; NULL for NULL.
 */
const char *mwa_facts_api_url(const mwa_facts *facts);

/**
 * Whether it is known where api.php is: its address was given, or it was found from another one.
 */
bool mwa_facts_is_api_found(const mwa_facts *facts);

/**
 * What the wiki speaks; MWA_DIALECT_UNKNOWN until it was found out.
 */
mwa_dialect mwa_facts_dialect(const mwa_facts *facts);

/**
 * The wiki's release, "MediaWiki 1.39.17". Borrowed until the facts are freed; NULL unless
 * somebody asked for it with mwa_wiki_probe, or a page told it when api.php was found.
 */
const char *mwa_facts_generator(const mwa_facts *facts);

/**
 * The address given first, if the wiki moved us to another host or scheme. Borrowed until the
 * facts are freed; NULL if it did not.
 */
const char *mwa_facts_moved_from(const mwa_facts *facts);

/**
 * The name of the creator who is logged in. Borrowed until the facts are freed; NULL if nobody
 * is.
 */
const char *mwa_facts_creator(const mwa_facts *facts);

/**
 * The HTTP requests spent so far, redirects, repeated reads and images included.
 */
uint64_t mwa_facts_requests(const mwa_facts *facts);

/**
 * Frees facts and what was borrowed from them. NULL is nothing.
 */
void mwa_facts_free(mwa_facts *facts);

/**
 * Ends the call under way, within milliseconds, and every later one before it sends anything,
 * until mwa_canceller_reset. The cancelled call fails with MWA_REASON_CANCELLED if surely
 * nothing was created, and comes to MWA_STEP_KIND_UNKNOWN where a request that may create the
 * account was on its way. Any thread may call it, but no signal handler. NULL is nothing.
 */
void mwa_canceller_cancel(mwa_canceller *canceller);

/**
 * Ends a cancellation, so that calls are possible again. It is meant for the thread that makes
 * the calls, between them. NULL is nothing.
 */
void mwa_canceller_reset(mwa_canceller *canceller);

/**
 * Whether a cancellation holds; false for NULL.
 */
bool mwa_canceller_is_cancelled(const mwa_canceller *canceller);

/**
 * Frees a canceller. NULL is nothing.
 */
void mwa_canceller_free(mwa_canceller *canceller);

/**
 * The text. Borrowed until the secret is freed; NULL for NULL.
 */
const char *mwa_secret_text(const mwa_secret *secret);

/**
 * Overwrites a secret and frees it. NULL is nothing.
 */
void mwa_secret_free(mwa_secret *secret);

/**
 * What sending it may bring about.
 */
mwa_request_kind mwa_request_get_kind(const mwa_request *request);

/**
 * What it is for, in words: "creating the account". Borrowed until the request is freed; NULL
 * for NULL.
 */
const char *mwa_request_purpose(const mwa_request *request);

/**
 * "GET" or "POST". Borrowed until the request is freed; NULL for NULL.
 */
const char *mwa_request_method(const mwa_request *request);

/**
 * Where to; it holds no secret. Borrowed until the request is freed; NULL for NULL.
 */
const char *mwa_request_url(const mwa_request *request);

/**
 * How many headers it has.
 */
size_t mwa_request_header_count(const mwa_request *request);

/**
 * The name of the header at an index from 0. Borrowed until the request is freed; NULL beyond
 * the last.
 */
const char *mwa_request_header_name(const mwa_request *request, size_t index);

/**
 * The value of the header at an index from 0. Borrowed until the request is freed; NULL beyond
 * the last.
 */
const char *mwa_request_header_value(const mwa_request *request, size_t index);

/**
 * The body of a POST, whose type is among the headers. Borrowed until the request is freed; NULL
 * where there is none.
 */
const uint8_t *mwa_request_body(const mwa_request *request);

/**
 * How many bytes the body has.
 */
size_t mwa_request_body_length(const mwa_request *request);

/**
 * How many milliseconds to wait before it is sent.
 */
uint64_t mwa_request_wait(const mwa_request *request);

/**
 * Overwrites a request and frees it. NULL is nothing.
 */
void mwa_request_free(mwa_request *request);

/**
 * A response with this HTTP status, 100 to 999, and nothing else yet. Free it with
 * mwa_response_free.
 */
mwa_status mwa_response_new(uint32_t http_status, mwa_response **response, mwa_error **error);

/**
 * Adds a header, in the order they came; of several Set-Cookie each on its own. Values that are
 * Latin-1 are to be converted.
 */
mwa_status mwa_response_add_header(mwa_response *response,
                                   const char *name,
                                   const char *value,
                                   mwa_error **error);

/**
 * Adds bytes to the end of the body, decoded (gzip and the like) by the host. They are copied;
 * of 0 bytes the pointer may be NULL. It is the host who limits how many there are.
 */
mwa_status mwa_response_add_body(mwa_response *response,
                                 const uint8_t *body,
                                 size_t length,
                                 mwa_error **error);

/**
 * Overwrites a response and frees it; what its body left where it grew was overwritten before. NULL is nothing.
 */
void mwa_response_free(mwa_response *response);

#endif
