/* Creates an account: signup WIKI NAME [EMAIL]. Asks on the terminal whatever the wiki asks. */

#include <mwaccount.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The exit status if nobody knows whether the account was created. */
#define EXIT_UNKNOWN 2

/* Asks for a line, which is valid until the next one. */
static const char *ask(const char *label, bool hidden)
{
    static char line[1024];
    const char *read;

    /* It fails without a terminal, where nothing is shown anyway. */
    if (hidden && system("stty -echo") != 0)
        hidden = false;
    printf("%s\n> ", label);
    fflush(stdout);
    read = fgets(line, sizeof line, stdin);
    if (hidden && system("stty echo") == 0)
        printf("\n");
    if (read == NULL) {
        fputs("There is no more input.\n", stderr);
        exit(EXIT_FAILURE);
    }
    line[strcspn(line, "\r\n")] = '\0';
    return line;
}

/* Fetches an image of a captcha into a file. */
static mwa_status show_image(const mwa_conversation *creation, const mwa_captcha *captcha,
                             size_t index, mwa_error **error)
{
    mwa_conversation *fetching = NULL;
    mwa_step *step = NULL;
    mwa_status status = mwa_conversation_image(creation, captcha, index, &fetching, error);

    if (status == MWA_STATUS_OK)
        status = mwa_conversation_step(fetching, &step, error);
    if (status == MWA_STATUS_OK) {
        const mwa_image *image = mwa_step_image(step);
        size_t length = mwa_image_length(image);
        char name[32];
        FILE *file;

        snprintf(name, sizeof name, "captcha-%u.%s", (unsigned)index, mwa_image_extension(image));
        file = fopen(name, "wb");
        if (file == NULL || fwrite(mwa_image_bytes(image), 1, length, file) != length)
            perror(name);
        else
            printf("The image of the captcha is %s in this folder\n", name);
        if (file != NULL)
            fclose(file);
    }
    mwa_step_free(step);
    mwa_conversation_free(fetching);
    return status;
}

/* Shows a field, and reads its answer. */
static mwa_status ask_field(mwa_answers *answers, const mwa_field *field, mwa_error **error)
{
    const char *label = mwa_field_label(field);
    const char *value = mwa_field_value(field);
    char shown[1024];
    size_t i;

    snprintf(shown, sizeof shown, "%s%s%s", label != NULL ? label : mwa_field_name(field),
             value != NULL ? ": " : "", value != NULL ? value : "");
    if (!mwa_field_takes_answer(field)) {
        if (mwa_field_get_kind(field) == MWA_FIELD_KIND_NULL)
            printf("%s\n", shown);
        return MWA_STATUS_OK;
    }
    for (i = 0; i < mwa_field_option_count(field); i++)
        printf("  %u. %s\n", (unsigned)i + 1, mwa_field_option_label(field, i));
    return mwa_answers_set_line(answers, field, ask(shown, mwa_field_is_sensitive(field)), error);
}

/* Shows a prompt and its captcha, reads the answers, and supplies them. */
static mwa_status answer(mwa_conversation *creation, const mwa_step *step, mwa_error **error)
{
    const mwa_captcha *captcha = mwa_step_captcha(step);
    const mwa_fields *fields = mwa_step_fields(step);
    mwa_answers *answers = mwa_answers_new();
    mwa_status status = MWA_STATUS_OK;
    size_t i;

    if (mwa_step_message(step) != NULL)
        printf("%s\n", mwa_step_message(step));
    if (mwa_captcha_question(captcha) != NULL)
        printf("%s\n", mwa_captcha_question(captcha));
    for (i = 0; status == MWA_STATUS_OK && i < mwa_captcha_image_count(captcha); i++)
        status = show_image(creation, captcha, i, error);
    if (mwa_captcha_site_key(captcha) != NULL)
        printf("Answer with the token for the site key %s\n", mwa_captcha_site_key(captcha));
    for (i = 0; status == MWA_STATUS_OK && i < mwa_fields_count(fields); i++)
        status = ask_field(answers, mwa_fields_at(fields, i), error);
    if (status == MWA_STATUS_OK)
        status = mwa_conversation_answer(creation, answers, error);
    mwa_answers_free(answers);
    return status;
}

/* Prints a refusal, and tries again if that can help. Sets *ended if not. */
static mwa_status revise(mwa_conversation *creation, mwa_account *account,
                         const mwa_refusal *refusal, bool *ended, mwa_error **error)
{
    mwa_reason reason = mwa_refusal_reason(refusal);
    mwa_status status = MWA_STATUS_OK;

    printf("refused, %s: %s\n", mwa_reason_name(reason), mwa_refusal_message(refusal));
    if (reason == MWA_REASON_NAME_TAKEN)
        status = mwa_account_set_name(account, ask("Another name", false), error);
    else if (reason != MWA_REASON_CAPTCHA_WRONG)
        *ended = !mwa_refusal_may_resubmit(refusal)
                 || strcmp(ask("Send it again? (y/n)", false), "y") != 0;
    if (status == MWA_STATUS_OK && !*ended)
        status = mwa_conversation_revise(creation, account, error);
    return status;
}

/* Does what a step asks for. At the last one, sets *ended and the exit status. */
static mwa_status respond(mwa_conversation *creation, mwa_account *account, const mwa_step *step,
                          bool *ended, int *result, mwa_error **error)
{
    size_t i;

    switch (mwa_step_get_kind(step)) {
    case MWA_STEP_KIND_ASK:
    case MWA_STEP_KIND_RESTART:
        return answer(creation, step, error);
    case MWA_STEP_KIND_REDIRECT:
        printf("Visit %s\n", mwa_step_redirect_url(step));
        return mwa_conversation_returned(
            creation, ask("Address to which the browser came back", false), error);
    case MWA_STEP_KIND_REFUSED:
        return revise(creation, account, mwa_step_refusal(step), ended, error);
    case MWA_STEP_KIND_CREATED:
        for (i = 0; i < mwa_step_warning_count(step); i++)
            printf("but %s\n", mwa_step_warning_message(step, i));
        printf("created %s\n", mwa_step_name(step));
        *result = EXIT_SUCCESS;
        break;
    case MWA_STEP_KIND_UNKNOWN:
        printf("perhaps created: %s\n", mwa_refusal_message(mwa_step_refusal(step)));
        *result = EXIT_UNKNOWN;
        break;
    default:
        printf("perhaps created: a newer library has a step of another kind\n");
        *result = EXIT_UNKNOWN;
    }
    *ended = true;
    return MWA_STATUS_OK;
}

int main(int argc, char **argv)
{
    mwa_wiki *wiki = NULL;
    mwa_account *account = NULL;
    mwa_conversation *creation = NULL;
    mwa_error *error = NULL;
    mwa_status status;
    bool ended = false;
    int result = EXIT_FAILURE;

    if (argc != 3 && argc != 4) {
        fprintf(stderr, "usage: %s WIKI NAME [EMAIL]\n", argv[0]);
        return EXIT_FAILURE;
    }
    status = mwa_wiki_new(argv[1], NULL, &wiki, &error);
    if (status == MWA_STATUS_OK)
        status = mwa_account_new(argv[2], &account, &error);
    if (status == MWA_STATUS_OK)
        status = mwa_account_set_password(account, ask("Password", true), &error);
    if (status == MWA_STATUS_OK)
        status = mwa_account_set_email(account, argc > 3 ? argv[3] : NULL, &error);
    if (status == MWA_STATUS_OK)
        status = mwa_wiki_create(wiki, account, &creation, &error);

    while (status == MWA_STATUS_OK && !ended) {
        mwa_step *step = NULL;

        status = mwa_conversation_step(creation, &step, &error);
        if (status == MWA_STATUS_OK) {
            status = respond(creation, account, step, &ended, &result, &error);
            if (mwa_error_reason(error) == MWA_REASON_INVALID_ARGUMENT) {
                /* The same step comes again. */
                printf("%s\n", mwa_error_message(error));
                mwa_error_free(error);
                error = NULL;
                status = MWA_STATUS_OK;
            }
        }
        mwa_step_free(step);
    }
    if (status != MWA_STATUS_OK)
        fprintf(stderr, "%s\n", mwa_error_message(error));

    mwa_error_free(error);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
    return result;
}
