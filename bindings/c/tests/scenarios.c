/* The scenarios of bindings/scenarios/README.md. */

/* send_request of the example is the HTTP client of its own. */
#define main own_http_main
#include "../own_http.c"
#undef main

static const char PASSWORD[] = "Correct-horse-7-battery";

/* The name of the running scenario. */
static const char *scenario;

static const char *or_dash(const char *text)
{
    return text != NULL ? text : "-";
}

static void show_error(mwa_error *error)
{
    printf("%s: error %s %s\n", scenario, mwa_reason_name(mwa_error_reason(error)),
           or_dash(mwa_error_field(error)));
    mwa_error_free(error);
}

static const char *dialect_name(mwa_dialect dialect)
{
    switch (dialect) {
    case MWA_DIALECT_AUTH_MANAGER:
        return "authmanager";
    case MWA_DIALECT_LEGACY_API:
        return "legacy";
    case MWA_DIALECT_WEB_FORM:
        return "webform";
    default:
        return "unknown";
    }
}

static const char *captcha_name(mwa_captcha_kind kind)
{
    switch (kind) {
    case MWA_CAPTCHA_KIND_QUESTION:
        return "question";
    case MWA_CAPTCHA_KIND_SIMPLE:
        return "simple";
    default:
        return "other";
    }
}

static void show_step(const mwa_step *step)
{
    const mwa_refusal *refusal = mwa_step_refusal(step);
    const mwa_captcha *captcha = mwa_step_captcha(step);
    const mwa_fields *fields = mwa_step_fields(step);
    const mwa_requirements *found = mwa_step_requirements(step);
    size_t i;

    printf("%s: ", scenario);
    switch (mwa_step_get_kind(step)) {
    case MWA_STEP_KIND_CREATED:
        printf("created %s", mwa_step_name(step));
        for (i = 0; i < mwa_step_warning_count(step); i++)
            printf(" %s", mwa_step_warning_code(step, i));
        break;
    case MWA_STEP_KIND_LOGGED_IN:
        printf("logged-in %s", mwa_step_name(step));
        break;
    case MWA_STEP_KIND_ASK:
    case MWA_STEP_KIND_RESTART:
        printf(mwa_step_get_kind(step) == MWA_STEP_KIND_ASK ? "ask" : "restart");
        for (i = 0; i < mwa_fields_count(fields); i++)
            printf(" %s", mwa_field_name(mwa_fields_at(fields, i)));
        if (captcha != NULL)
            printf(" captcha %s %s", captcha_name(mwa_captcha_get_kind(captcha)),
                   or_dash(mwa_captcha_question(captcha)));
        break;
    case MWA_STEP_KIND_REDIRECT:
        printf("redirect");
        for (i = 0; i < mwa_fields_count(fields); i++)
            printf(" %s", mwa_field_name(mwa_fields_at(fields, i)));
        break;
    case MWA_STEP_KIND_REFUSED:
        printf("refused %s %s", mwa_reason_name(mwa_refusal_reason(refusal)),
               or_dash(mwa_refusal_code(refusal)));
        if (mwa_refusal_may_resubmit(refusal))
            printf(" may-resubmit");
        break;
    case MWA_STEP_KIND_UNKNOWN:
        printf("unknown %s", mwa_reason_name(mwa_refusal_reason(refusal)));
        break;
    case MWA_STEP_KIND_PROBED:
        printf("probed %s captcha=%d name=%d", dialect_name(mwa_requirements_dialect(found)),
               mwa_requirements_captcha_asked(found), mwa_requirements_name_good(found));
        break;
    default:
        printf("something else");
    }
    printf("\n");
}

/* Gets the next step and prints it; prints an error and returns NULL if there is none. */
static mwa_step *step_of(mwa_conversation *conversation)
{
    mwa_step *step = NULL;
    mwa_error *error = NULL;

    if (mwa_conversation_step(conversation, &step, &error) == MWA_STATUS_OK)
        show_step(step);
    else
        show_error(error);
    return step;
}

/* Creates a wiki. `http_auth`, if not NULL, is both user and password of HTTP authentication. */
static mwa_wiki *wiki_behind(const char *http_auth, const char *address)
{
    mwa_options *options = mwa_options_new();
    mwa_wiki *wiki = NULL;
    mwa_error *error = NULL;
    const char *format = getenv("MWACCOUNT_FORMAT");
    int is_xml = format != NULL && strcmp(format, "xml") == 0;

    if (mwa_options_set_format(options, is_xml ? MWA_FORMAT_XML : MWA_FORMAT_JSON, &error)
            != MWA_STATUS_OK
        || mwa_options_set_http_auth(options, http_auth, http_auth, &error) != MWA_STATUS_OK
        || mwa_wiki_new(address, options, &wiki, &error) != MWA_STATUS_OK) {
        show_error(error);
        exit(EXIT_FAILURE);
    }
    mwa_options_free(options);
    return wiki;
}

static mwa_wiki *wiki_at(const char *address)
{
    return wiki_behind(NULL, address);
}

static const char *address_of(const char *variable)
{
    const char *address = getenv(variable);
    if (address == NULL) {
        fprintf(stderr, "%s is not set\n", variable);
        exit(EXIT_FAILURE);
    }
    return address;
}

static mwa_wiki *wiki_of(const char *variable)
{
    return wiki_at(address_of(variable));
}

static mwa_account *account_of(const char *name, const char *password)
{
    mwa_account *account = NULL;
    mwa_error *error = NULL;

    if (mwa_account_new(name, &account, &error) != MWA_STATUS_OK
        || mwa_account_set_password(account, password, &error) != MWA_STATUS_OK
        || mwa_account_set_email(account, "zoe@example.org", &error) != MWA_STATUS_OK) {
        show_error(error);
        exit(EXIT_FAILURE);
    }
    return account;
}

static mwa_conversation *creation_of(mwa_wiki *wiki, const mwa_account *account)
{
    mwa_conversation *creation = NULL;
    mwa_error *error = NULL;

    if (mwa_wiki_create(wiki, account, &creation, &error) != MWA_STATUS_OK) {
        show_error(error);
        exit(EXIT_FAILURE);
    }
    return creation;
}

/* Answers a field, and the password unless that is NULL. Returns whether the answers fit. */
static int answer(mwa_conversation *conversation, const char *name, const char *value,
                  const char *password)
{
    mwa_answers *answers = mwa_answers_new();
    mwa_error *error = NULL;
    mwa_status status = mwa_answers_set(answers, name, value, &error);

    if (status == MWA_STATUS_OK && password != NULL)
        status = mwa_answers_set(answers, "password", password, &error);
    if (status == MWA_STATUS_OK)
        status = mwa_conversation_answer(conversation, answers, &error);
    if (status != MWA_STATUS_OK)
        show_error(error);
    mwa_answers_free(answers);
    return status == MWA_STATUS_OK;
}

static int revise(mwa_conversation *conversation, const mwa_account *account)
{
    mwa_error *error = NULL;

    if (mwa_conversation_revise(conversation, account, &error) == MWA_STATUS_OK)
        return 1;
    show_error(error);
    return 0;
}

/* Creates an account, to the first step. */
static void create(mwa_wiki *wiki, const char *name, const char *password)
{
    mwa_account *account = account_of(name, password);
    mwa_conversation *creation = creation_of(wiki, account);

    mwa_step_free(step_of(creation));
    mwa_conversation_free(creation);
    mwa_account_free(account);
}

/* Does the same and frees the wiki. */
static void create_in(mwa_wiki *wiki, const char *name, const char *password)
{
    create(wiki, name, password);
    mwa_wiki_free(wiki);
}

static void taken(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_PLAIN");
    mwa_account *account = account_of("Admin", PASSWORD);
    mwa_conversation *creation = creation_of(wiki, account);
    mwa_step *step = step_of(creation);

    if (mwa_step_get_kind(step) == MWA_STEP_KIND_REFUSED) {
        mwa_account_set_name(account, "Max Example", NULL);
        mwa_step_free(step);
        step = revise(creation, account) ? step_of(creation) : NULL;
    }
    mwa_step_free(step);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
}

static void captcha(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_QUESTY");
    mwa_account *account = account_of("Cap Example", PASSWORD);
    mwa_conversation *creation = creation_of(wiki, account);
    int steps, asked = 0, goes_on = 1;

    for (steps = 0; goes_on && steps < 6; steps++) {
        mwa_step *step = step_of(creation);
        mwa_reason reason = mwa_refusal_reason(mwa_step_refusal(step));

        if (mwa_step_get_kind(step) == MWA_STEP_KIND_ASK)
            goes_on = answer(creation, "captcha", asked++ == 0 ? "London" : "Paris", NULL);
        else if (mwa_step_get_kind(step) == MWA_STEP_KIND_REFUSED
                 && reason == MWA_REASON_CAPTCHA_WRONG)
            goes_on = revise(creation, account);
        else
            goes_on = 0;
        mwa_step_free(step);
    }
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
}

static void warn(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_WARNED");
    mwa_account *account = account_of("Warn Example", PASSWORD);
    mwa_conversation *creation = creation_of(wiki, account);
    mwa_step *step = step_of(creation);

    if (mwa_refusal_may_resubmit(mwa_step_refusal(step))) {
        mwa_step_free(step);
        step = revise(creation, account) ? step_of(creation) : NULL;
    }
    mwa_step_free(step);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
}

static void log_in(mwa_wiki *wiki, const char *password)
{
    mwa_conversation *login = NULL;
    mwa_error *error = NULL;

    if (mwa_wiki_log_in(wiki, "Admin", password, NULL, &login, &error) != MWA_STATUS_OK) {
        show_error(error);
        return;
    }
    mwa_step_free(step_of(login));
    mwa_conversation_free(login);
}

static void login(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_PRIVATE");
    mwa_account *account = account_of("Pupil Example", PASSWORD);
    mwa_conversation *creation;

    log_in(wiki, "wrongpassword1");
    log_in(wiki, "adminpass12345");
    mwa_account_set_reason(account, "course", NULL);
    creation = creation_of(wiki, account);
    mwa_step_free(step_of(creation));
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
}

static void restart(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_LINKED");
    mwa_conversation *login = NULL;
    mwa_error *error = NULL;

    if (mwa_wiki_log_in(wiki, "Admin", "adminpass12345", NULL, &login, &error) != MWA_STATUS_OK) {
        show_error(error);
    } else {
        mwa_step_free(step_of(login));
        if (answer(login, "username", "Admin", "adminpass12345"))
            mwa_step_free(step_of(login));
    }
    mwa_conversation_free(login);
    mwa_wiki_free(wiki);
}

static void redirect(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_OPENID");
    mwa_account *account = account_of("Else Example", PASSWORD);
    mwa_conversation *creation = creation_of(wiki, account);
    mwa_error *error = NULL;

    mwa_step_free(step_of(creation));
    if (mwa_conversation_returned(creation, "https://wiki.example.org/?code=c0de&state=st4te", &error)
        == MWA_STATUS_OK)
        mwa_step_free(step_of(creation));
    else
        show_error(error);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
}

static void probe(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_QUESTY");
    mwa_account *account = account_of("Probe Example", PASSWORD);
    mwa_conversation *probing = NULL;
    mwa_error *error = NULL;

    if (mwa_wiki_probe(wiki, account, &probing, &error) == MWA_STATUS_OK)
        mwa_step_free(step_of(probing));
    else
        show_error(error);
    mwa_conversation_free(probing);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
}

static void suspend(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_QUESTY");
    mwa_account *account = account_of("Susp Example", PASSWORD);
    mwa_conversation *creation = creation_of(wiki, account);
    mwa_secret *suspended = NULL;
    mwa_step *step = step_of(creation);
    mwa_error *error = NULL;
    bool is_login = true;
    mwa_status status = mwa_conversation_suspend(creation, &suspended, &error);

    mwa_step_free(step);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
    creation = NULL;
    wiki = NULL;
    step = NULL;
    if (status == MWA_STATUS_OK)
        status = mwa_resume(mwa_secret_text(suspended), NULL, NULL, &wiki, &creation, &is_login, &error);
    if (status != MWA_STATUS_OK) {
        show_error(error);
    } else if (is_login) {
        printf("%s: a login\n", scenario);
    } else {
        step = step_of(creation);
        if (mwa_step_get_kind(step) == MWA_STEP_KIND_ASK
            && answer(creation, "captcha", "Paris", PASSWORD))
            mwa_step_free(step_of(creation));
    }
    mwa_step_free(step);
    mwa_secret_free(suspended);
    mwa_conversation_free(creation);
    mwa_wiki_free(wiki);
}

static void show_found(mwa_wiki *wiki)
{
    mwa_facts *facts = NULL;
    mwa_error *error = NULL;

    if (mwa_wiki_facts(wiki, &facts, &error) == MWA_STATUS_OK)
        printf("%s: found %d\n", scenario, mwa_facts_is_api_found(facts));
    else
        show_error(error);
    mwa_facts_free(facts);
}

static void page(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_PAGE");

    show_found(wiki);
    create(wiki, "Page Example", PASSWORD);
    show_found(wiki);
    mwa_wiki_free(wiki);
}

static void http_auth(void)
{
    const char *guarded = address_of("MWACCOUNT_GUARDED");

    create_in(wiki_behind("lab", guarded), "Auth Example", PASSWORD);
    create_in(wiki_at(guarded), "Anon Example", PASSWORD);
}

static void own_http(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_PLAIN");
    mwa_account *account = account_of("Host Example", PASSWORD);
    mwa_conversation *creation = creation_of(wiki, account);
    CURL *curl = curl_easy_init();
    mwa_request *request = NULL;

    while (mwa_conversation_next_request(creation, &request, NULL) == MWA_STATUS_OK
           && request != NULL) {
        send_request(curl, creation, request, NULL);
        mwa_request_free(request);
        request = NULL;
    }
    curl_easy_cleanup(curl);
    mwa_step_free(step_of(creation));
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
}

static void unreachable(void)
{
    create_in(wiki_at("http://127.0.0.1:1/api.php"), "Far Example", PASSWORD);
}

static void cancel(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_PLAIN");
    mwa_canceller *canceller = mwa_wiki_canceller(wiki);
    mwa_account *account = account_of("Late Example", PASSWORD);
    mwa_conversation *creation = creation_of(wiki, account);

    mwa_canceller_cancel(canceller);
    mwa_step_free(step_of(creation));
    mwa_canceller_reset(canceller);
    mwa_conversation_free(creation);
    creation = creation_of(wiki, account);
    mwa_step_free(step_of(creation));
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_canceller_free(canceller);
    mwa_wiki_free(wiki);
}

static void bad_field(void)
{
    mwa_wiki *wiki = wiki_of("MWACCOUNT_QUESTY");
    mwa_account *account = account_of("Bad Example", PASSWORD);
    mwa_conversation *creation = creation_of(wiki, account);

    mwa_step_free(step_of(creation));
    if (answer(creation, "nosuch", "1", NULL))
        mwa_step_free(step_of(creation));
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
}

int main(void)
{
    scenario = "create";
    create_in(wiki_of("MWACCOUNT_PLAIN"), "zoe example", PASSWORD);
    scenario = "taken";
    taken();
    scenario = "weak";
    create_in(wiki_of("MWACCOUNT_PLAIN"), "Weak Example", "Weak Example");
    scenario = "captcha";
    captcha();
    scenario = "warn";
    warn();
    scenario = "login";
    login();
    scenario = "restart";
    restart();
    scenario = "redirect";
    redirect();
    scenario = "probe";
    probe();
    scenario = "suspend";
    suspend();
    scenario = "page";
    page();
    scenario = "http-auth";
    http_auth();
    scenario = "own-http";
    own_http();
    scenario = "unreachable";
    unreachable();
    scenario = "cancel";
    cancel();
    scenario = "bad-field";
    bad_field();
    return EXIT_SUCCESS;
}
