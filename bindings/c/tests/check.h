/* Helpers of the tests. */

#ifndef CHECK_H
#define CHECK_H

#include <mwaccount.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(what)                                                             \
    do {                                                                        \
        if (!(what)) {                                                          \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #what);  \
            exit(EXIT_FAILURE);                                                 \
        }                                                                       \
    } while (0)

static inline mwa_wiki *wiki_at(const char *api)
{
    mwa_wiki *wiki = NULL;
    CHECK(api != NULL);
    CHECK(mwa_wiki_new(api, NULL, &wiki, NULL) == MWA_STATUS_OK);
    return wiki;
}

static inline mwa_account *account_of(const char *name)
{
    mwa_account *account = NULL;
    CHECK(mwa_account_new(name, &account, NULL) == MWA_STATUS_OK);
    CHECK(mwa_account_set_password(account, "Correct-horse-7-battery", NULL) == MWA_STATUS_OK);
    return account;
}

static inline mwa_conversation *creation_of(mwa_wiki *wiki, const char *name)
{
    mwa_account *account = account_of(name);
    mwa_conversation *creation = NULL;
    CHECK(mwa_wiki_create(wiki, account, &creation, NULL) == MWA_STATUS_OK);
    mwa_account_free(account);
    return creation;
}

/* Creates an account. The test fails if that fails. */
static inline void must_create(mwa_wiki *wiki, const char *name)
{
    mwa_conversation *creation = creation_of(wiki, name);
    mwa_step *step = NULL;

    CHECK(mwa_conversation_step(creation, &step, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_CREATED);
    mwa_step_free(step);
    mwa_conversation_free(creation);
}

#endif
