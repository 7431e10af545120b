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
