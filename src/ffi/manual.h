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
