/* Authenticates suspended conversations: keys QUESTY, the API URL of a wiki that asks a question. */

#include "check.h"

static const char KEY[] = "new-suspend-key-new-suspend-key-";
static const char OLD_KEY[] = "old-suspend-key-old-suspend-key-";

/* Options with up to two keys. */
static mwa_options *options_of(const char *first, const char *second)
{
    mwa_options *options = mwa_options_new();

    if (first != NULL)
        CHECK(mwa_options_add_suspend_key(options, first, NULL) == MWA_STATUS_OK);
    if (second != NULL)
        CHECK(mwa_options_add_suspend_key(options, second, NULL) == MWA_STATUS_OK);
    return options;
}

static mwa_secret *text_of(mwa_conversation *creation)
{
    mwa_secret *text = NULL;
    mwa_step *step = NULL;

    CHECK(mwa_conversation_step(creation, &step, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_ASK);
    CHECK(mwa_conversation_suspend(creation, &text, NULL) == MWA_STATUS_OK);
    mwa_step_free(step);
    return text;
}

/* Resumes a text with these keys, at an address that may be NULL. Returns its text when it is suspended again, or NULL
 * if it is refused, with a message that contains `why`. */
static mwa_secret *resume(const char *text, const char *address, mwa_options *options, const char *why)
{
    mwa_wiki *wiki = NULL;
    mwa_conversation *creation = NULL;
    mwa_error *error = NULL;
    mwa_secret *again = NULL;

    if (mwa_resume(text, address, options, &wiki, &creation, NULL, &error) == MWA_STATUS_OK) {
        CHECK(why == NULL);
        again = text_of(creation);
    } else {
        CHECK(mwa_error_reason(error) == MWA_REASON_INVALID_ARGUMENT);
        CHECK(why != NULL && strstr(mwa_error_message(error), why) != NULL);
        CHECK(strstr(mwa_error_message(error), "suspend-key-") == NULL);
    }
    mwa_error_free(error);
    mwa_conversation_free(creation);
    mwa_wiki_free(wiki);
    mwa_options_free(options);
    return again;
}

int main(int argc, char **argv)
{
    mwa_options *options = options_of(OLD_KEY, NULL);
    mwa_wiki *wiki = NULL;
    mwa_conversation *creation;
    mwa_secret *old, *new;
    char *bare;

    CHECK(argc == 2);
    CHECK(mwa_wiki_new(argv[1], options, &wiki, NULL) == MWA_STATUS_OK);
    mwa_options_free(options);
    creation = creation_of(wiki, "Zoe Example");
    old = text_of(creation);
    bare = malloc(strlen(mwa_secret_text(old)) + 1);
    CHECK(bare != NULL);
    strcpy(bare, mwa_secret_text(old));
    *strrchr(bare, '.') = '\0';

    /* A key is replaced. */
    new = resume(mwa_secret_text(old), NULL, options_of(KEY, OLD_KEY), NULL);
    resume(mwa_secret_text(new), NULL, options_of(OLD_KEY, NULL), "with another key");
    mwa_secret_free(resume(mwa_secret_text(new), argv[1], options_of(KEY, NULL), NULL));

    resume(mwa_secret_text(old), NULL, options_of(NULL, NULL), "is authenticated with a key");
    resume(bare, NULL, options_of(OLD_KEY, NULL), "not authenticated");
    mwa_secret_free(resume(bare, argv[1], options_of(NULL, NULL), NULL));
    resume(bare, "https://wiki.example.org/api.php", options_of(NULL, NULL), "another wiki");

    free(bare);
    mwa_secret_free(old);
    mwa_secret_free(new);
    mwa_conversation_free(creation);
    mwa_wiki_free(wiki);
    puts("keys: only texts of the keys are resumed");
    return EXIT_SUCCESS;
}
