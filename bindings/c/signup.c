/* Creates an account: signup WIKI NAME [EMAIL]. Reads the password from the environment variable
 * PASSWORD. */

#include <mwaccount.h>

#include <stdio.h>
#include <stdlib.h>

/* Prints an error and frees it. */
static int report_error(mwa_error *error)
{
    const char *name = mwa_reason_name(mwa_error_reason(error));
    fprintf(stderr, "%s: %s\n", name, mwa_error_message(error));
    mwa_error_free(error);
    return EXIT_FAILURE;
}

/* Prints the outcome. */
static int report(const mwa_step *step)
{
    const mwa_refusal *refusal = mwa_step_refusal(step);
    size_t i;

    switch (mwa_step_get_kind(step)) {
    case MWA_STEP_KIND_CREATED:
        printf("created %s\n", mwa_step_name(step));
        for (i = 0; i < mwa_step_warning_count(step); i++)
            printf("but %s\n", mwa_step_warning_message(step, i));
        return EXIT_SUCCESS;
    case MWA_STEP_KIND_REFUSED:
        fprintf(stderr, "refused, %s: %s\n", mwa_reason_name(mwa_refusal_reason(refusal)),
                mwa_refusal_message(refusal));
        return EXIT_FAILURE;
    case MWA_STEP_KIND_UNKNOWN:
        fprintf(stderr, "perhaps created: %s\n", mwa_refusal_message(refusal));
        return EXIT_FAILURE;
    default:
        fprintf(stderr, "the wiki asks for more; see captcha.c\n");
        return EXIT_FAILURE;
    }
}

int main(int argc, char **argv)
{
    mwa_wiki *wiki = NULL;
    mwa_account *account = NULL;
    mwa_conversation *creation = NULL;
    mwa_step *step = NULL;
    mwa_error *error = NULL;
    int result;

    if (argc < 3) {
        fprintf(stderr, "usage: PASSWORD=... %s WIKI NAME [EMAIL]\n", argv[0]);
        return EXIT_FAILURE;
    }
    if (mwa_wiki_new(argv[1], NULL, &wiki, &error) == MWA_STATUS_OK
        && mwa_account_new(argv[2], &account, &error) == MWA_STATUS_OK
        && mwa_account_set_password(account, getenv("PASSWORD"), &error) == MWA_STATUS_OK
        && mwa_account_set_email(account, argc > 3 ? argv[3] : NULL, &error) == MWA_STATUS_OK
        && mwa_wiki_create(wiki, account, &creation, &error) == MWA_STATUS_OK
        && mwa_conversation_step(creation, &step, &error) == MWA_STATUS_OK)
        result = report(step);
    else
        result = report_error(error);

    mwa_step_free(step);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
    return result;
}
