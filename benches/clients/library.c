/* Creates accounts with the C library: library API COUNT PREFIX [xml] [each] [ca=FILE]. The accounts are PREFIX 1, PREFIX 2
 * and so on, all in one session, or with `each` in a session each. */

#include <mwaccount.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int report_error(mwa_error *error)
{
    fprintf(stderr, "%s: %s\n", mwa_reason_name(mwa_error_reason(error)), mwa_error_message(error));
    mwa_error_free(error);
    return EXIT_FAILURE;
}

/* Creates an account, and fails if the wiki does not create it. */
static int create(mwa_wiki *wiki, const char *name)
{
    mwa_account *account = NULL;
    mwa_conversation *creation = NULL;
    mwa_step *step = NULL;
    mwa_error *error = NULL;
    int result = EXIT_SUCCESS;

    if (mwa_account_new(name, &account, &error) != MWA_STATUS_OK
        || mwa_account_set_password(account, "Correct-horse-7-battery", &error) != MWA_STATUS_OK
        || mwa_account_set_email(account, "zoe@example.org", &error) != MWA_STATUS_OK
        || mwa_wiki_create(wiki, account, &creation, &error) != MWA_STATUS_OK
        || mwa_conversation_step(creation, &step, &error) != MWA_STATUS_OK) {
        result = report_error(error);
    } else if (mwa_step_get_kind(step) != MWA_STEP_KIND_CREATED || strcmp(mwa_step_name(step), name) != 0) {
        fprintf(stderr, "%s was not created\n", name);
        result = EXIT_FAILURE;
    }
    mwa_step_free(step);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    return result;
}

int main(int argc, char **argv)
{
    mwa_options *options = mwa_options_new();
    mwa_wiki *wiki = NULL;
    mwa_error *error = NULL;
    char name[256];
    int result = EXIT_SUCCESS, each = 0, i;

    if (argc < 4) {
        fprintf(stderr, "usage: %s API COUNT PREFIX [xml] [each] [ca=FILE]\n", argv[0]);
        return EXIT_FAILURE;
    }
    for (i = 4; i < argc; i++) {
        if (strcmp(argv[i], "each") == 0)
            each = 1;
        else if (strcmp(argv[i], "xml") == 0 && mwa_options_set_format(options, MWA_FORMAT_XML, &error) != MWA_STATUS_OK)
            return report_error(error);
        else if (strncmp(argv[i], "ca=", 3) == 0
                 && mwa_options_set_ca_file(options, argv[i] + 3, &error) != MWA_STATUS_OK)
            return report_error(error);
    }
    for (i = 1; i <= atoi(argv[2]) && result == EXIT_SUCCESS; i++) {
        if (wiki == NULL && mwa_wiki_new(argv[1], options, &wiki, &error) != MWA_STATUS_OK) {
            result = report_error(error);
            break;
        }
        snprintf(name, sizeof name, "%s %d", argv[3], i);
        result = create(wiki, name);
        if (each) {
            mwa_wiki_free(wiki);
            wiki = NULL;
        }
    }
    mwa_wiki_free(wiki);
    mwa_options_free(options);
    return result;
}
