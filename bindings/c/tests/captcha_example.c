/* The example of docs/captchas.md: captcha_example API SHOWN..., with the API URLs of wikis, and after each what its captcha
 * shows: "question", "image" or "widget". Each captcha is first answered wrongly. */

#include "captcha_example.h"

#include "check.h"

/* A person who answers wrongly once, and then rightly. */
struct tester {
    struct person person;
    const char *shown;
    int asked;
};

static void answer_with(struct person *person, const char *shown, const char *right, char *answer)
{
    struct tester *tester = (struct tester *)person;

    CHECK(strcmp(tester->shown, shown) == 0);
    strcpy(answer, tester->asked++ > 0 ? right : "wrong");
}

static void answer_question(struct person *person, const char *question, char answer[2048])
{
    char right[32] = "Paris";
    int first, second;

    if (sscanf(question, "%d%*[^0-9]%d", &first, &second) == 2)
        snprintf(right, sizeof right, "%d",
                 strchr(question, '+') != NULL ? first + second : first - second);
    answer_with(person, "question", right, answer);
}

static void answer_image(struct person *person, const mwa_image *image, char answer[2048])
{
    CHECK(strcmp(mwa_image_media_type(image), "image/png") == 0);
    CHECK(mwa_image_length(image) > 0);
    answer_with(person, "image", "labword", answer);
}

static void answer_widget(struct person *person, mwa_captcha_kind kind, const char *site_key,
                          char answer[2048])
{
    CHECK(kind == MWA_CAPTCHA_KIND_RECAPTCHA_NO_CAPTCHA || kind == MWA_CAPTCHA_KIND_HCAPTCHA
          || kind == MWA_CAPTCHA_KIND_TURNSTILE);
    CHECK(site_key[0] != '\0');
    answer_with(person, "widget", "labword", answer);
}

int main(int count, char **arguments)
{
    int i;

    CHECK(count > 2 && count % 2 == 1);
    for (i = 1; i < count; i += 2) {
        struct tester tester = {{answer_question, answer_image, answer_widget}, arguments[i + 1], 0};
        mwa_wiki *wiki = wiki_at(arguments[i]);
        mwa_account *account = account_of("Zoe Example");
        mwa_step *step = NULL;

        CHECK(sign_up(wiki, account, &tester.person, &step, NULL) == MWA_STATUS_OK);
        CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_CREATED);
        CHECK(tester.asked == 2);
        mwa_step_free(step);
        mwa_account_free(account);
        mwa_wiki_free(wiki);
    }
    return 0;
}
