#include <mwaccount.h>

/* Shows things to the person who signs up. Each function writes what the person answers. */
struct person {
    void (*read)(struct person *person, const char *question, char answer[2048]);
    void (*see)(struct person *person, const mwa_image *image, char answer[2048]);
    void (*use_widget)(struct person *person, mwa_captcha_kind kind, const char *site_key,
                       char answer[2048]);
};

static mwa_status show_image(mwa_conversation *creation, const mwa_captcha *captcha,
                             struct person *person, char answer[2048], mwa_error **error)
{
    mwa_conversation *fetching = NULL;
    mwa_step *step = NULL;
    mwa_status status = mwa_conversation_image(creation, captcha, 0, &fetching, error);

    if (status == MWA_STATUS_OK)
        status = mwa_conversation_step(fetching, &step, error);
    if (status == MWA_STATUS_OK)
        person->see(person, mwa_step_image(step), answer);
    mwa_step_free(step);
    mwa_conversation_free(fetching);
    return status;
}

static mwa_status solve(mwa_conversation *creation, const mwa_captcha *captcha,
                        struct person *person, mwa_error **error)
{
    const char *site_key = mwa_captcha_site_key(captcha);
    const char *question = mwa_captcha_question(captcha);
    char answer[2048] = "";
    mwa_answers *answers = mwa_answers_new();
    mwa_status status = MWA_STATUS_OK;

    if (site_key != NULL)
        person->use_widget(person, mwa_captcha_get_kind(captcha), site_key, answer);
    else if (question != NULL)
        person->read(person, question, answer);
    else
        status = show_image(creation, captcha, person, answer, error);
    if (status == MWA_STATUS_OK)
        status = mwa_answers_set(answers, "captcha", answer, error);
    if (status == MWA_STATUS_OK)
        status = mwa_conversation_answer(creation, answers, error);
    mwa_answers_free(answers);
    return status;
}

/* Writes the first step that is not about a captcha to *step. */
static mwa_status sign_up(mwa_wiki *wiki, const mwa_account *account, struct person *person,
                          mwa_step **step, mwa_error **error)
{
    mwa_conversation *creation = NULL;
    mwa_status status = mwa_wiki_create(wiki, account, &creation, error);

    while (status == MWA_STATUS_OK) {
        mwa_step *now = NULL;
        const mwa_captcha *captcha;

        status = mwa_conversation_step(creation, &now, error);
        captcha = mwa_step_captcha(now);
        if (captcha != NULL) {
            status = solve(creation, captcha, person, error);
        } else if (mwa_refusal_reason(mwa_step_refusal(now)) == MWA_REASON_CAPTCHA_WRONG) {
            status = mwa_conversation_revise(creation, account, error);
        } else {
            *step = now;
            break;
        }
        mwa_step_free(now);
    }
    mwa_conversation_free(creation);
    return status;
}
