/* Creates an account, and asks the user what the wiki asks: captcha WIKI NAME. Reads the password
 * from the environment variable PASSWORD and the answers from standard input, one per line. Writes
 * the images of a captcha to captcha-1.png and so on. */

#include <mwaccount.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints an error and frees it. */
static int report_error(mwa_error *error)
{
    const char *name = mwa_reason_name(mwa_error_reason(error));
    fprintf(stderr, "%s: %s\n", name, mwa_error_message(error));
    mwa_error_free(error);
    return EXIT_FAILURE;
}

/* Fetches an image of a captcha into a file, which the user can open. */
static mwa_status show_image(const mwa_conversation *creation, const mwa_captcha *captcha,
                             size_t index, mwa_error **error)
{
    char name[32];
    mwa_conversation *fetching = NULL;
    mwa_step *step = NULL;
    mwa_status status = mwa_conversation_image(creation, captcha, index, &fetching, error);

    snprintf(name, sizeof name, "captcha-%u.png", (unsigned)index + 1);
    if (status == MWA_STATUS_OK)
        status = mwa_conversation_step(fetching, &step, error);
    if (status == MWA_STATUS_OK) {
        const mwa_image *image = mwa_step_image(step);
        FILE *file = fopen(name, "wb");
        if (file == NULL
            || fwrite(mwa_image_bytes(image), 1, mwa_image_length(image), file)
                   != mwa_image_length(image))
            perror(name);
        if (file != NULL)
            fclose(file);
        printf("Image %u is in %s (%s).\n", (unsigned)index + 1, name, mwa_image_media_type(image));
    }
    mwa_step_free(step);
    mwa_conversation_free(fetching);
    return status;
}

/* Shows the message, the captcha and the fields of a step, reads the answers, and supplies them. */
static mwa_status ask(mwa_conversation *creation, const mwa_step *step, mwa_error **error)
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
    for (i = 0; status == MWA_STATUS_OK && i < mwa_fields_count(fields); i++) {
        const mwa_field *field = mwa_fields_at(fields, i);
        const char *label = mwa_field_label(field);
        char line[1024];

        printf("%s: ", label != NULL ? label : mwa_field_name(field));
        fflush(stdout);
        if (fgets(line, sizeof line, stdin) == NULL)
            break;
        line[strcspn(line, "\r\n")] = '\0';
        if (mwa_field_get_kind(field) == MWA_FIELD_KIND_CHECKBOX)
            status = mwa_answers_check(answers, mwa_field_name(field), line[0] == 'y', error);
        else
            status = mwa_answers_set(answers, mwa_field_name(field), line, error);
    }
    if (status == MWA_STATUS_OK)
        status = mwa_conversation_answer(creation, answers, error);
    mwa_answers_free(answers);
    return status;
}

int main(int argc, char **argv)
{
    mwa_wiki *wiki = NULL;
    mwa_account *account = NULL;
    mwa_conversation *creation = NULL;
    mwa_step *step = NULL;
    mwa_error *error = NULL;
    mwa_status status;
    int result = EXIT_FAILURE;
    int asked = 1;

    if (argc != 3) {
        fprintf(stderr, "usage: PASSWORD=... %s WIKI NAME\n", argv[0]);
        return EXIT_FAILURE;
    }
    status = mwa_wiki_new(argv[1], NULL, &wiki, &error);
    if (status == MWA_STATUS_OK)
        status = mwa_account_new(argv[2], &account, &error);
    if (status == MWA_STATUS_OK)
        status = mwa_account_set_password(account, getenv("PASSWORD"), &error);
    if (status == MWA_STATUS_OK)
        status = mwa_wiki_create(wiki, account, &creation, &error);

    while (status == MWA_STATUS_OK && asked) {
        const mwa_refusal *refusal;

        mwa_step_free(step);
        step = NULL;
        status = mwa_conversation_step(creation, &step, &error);
        if (status != MWA_STATUS_OK)
            break;
        refusal = mwa_step_refusal(step);
        asked = 0;
        switch (mwa_step_get_kind(step)) {
        case MWA_STEP_KIND_CREATED:
            printf("created %s\n", mwa_step_name(step));
            result = EXIT_SUCCESS;
            break;
        case MWA_STEP_KIND_ASK:
        case MWA_STEP_KIND_RESTART:
            status = ask(creation, step, &error);
            asked = 1;
            break;
        case MWA_STEP_KIND_REFUSED:
            printf("%s\n", mwa_refusal_message(refusal));
            if (mwa_refusal_reason(refusal) == MWA_REASON_CAPTCHA_WRONG && !feof(stdin)) {
                /* Revised with the same account, the creation asks for a new captcha. */
                status = mwa_conversation_revise(creation, account, &error);
                asked = 1;
            }
            break;
        case MWA_STEP_KIND_UNKNOWN:
            printf("perhaps created: %s\n", mwa_refusal_message(refusal));
            break;
        default:
            printf("the wiki redirects its users to another site, which requires a browser\n");
        }
    }
    if (status != MWA_STATUS_OK)
        result = report_error(error);

    mwa_step_free(step);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
    return result;
}
