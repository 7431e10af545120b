/* Secrets of every kind are planted, and sought in every text that the library returns or logs: secrets CLIENT_PEM
 * WIKI..., a client certificate with its key, and the API URLs of the wikis in the order of `enum wiki`. With an HTTP
 * client of its own the program sees that each secret reaches the wiki. */

/* send_request of the example is the HTTP client of its own. */
#define main own_http_main
#include "../own_http.c"
#undef main

#include "planted.h"

#include <unistd.h>

enum secret { PASSWORD, CREATOR, CODE, CAPTCHA, FIELD, RETURNED, HTTP, BEARER, CONSUMER_SECRET, TOKEN, TOKEN_SECRET,
              PROXY, SUSPEND_KEY, CLIENT_KEY, SECRETS };

/* The characters make every encoding differ from the text. The client's key is read from its file. */
static const char *secrets[SECRETS] = {
    "Pl4nted n\"w/p+ss=w\\rd", "Pl4nted cr\"ator/p+ss=wd", "Pl4nted/c+de \"7", "Pl4nted/c+ptcha \"7",
    "Pl4nted/f+eld \"7", "Pl4nted/r+turn \"7", "Pl4nted h\"tp/p+ss=", "Pl4nted-b+arer/token=", "Pl4nted/c+nsumer=",
    "Pl4nted/t+ken=", "Pl4nted/s+cret=", "Pl4nted-pr+xy", "Pl4nted-s+spend/key-of-32-bytes-or-more=", NULL};

enum wiki { QUESTY, OTP, OPENID, FIELDS, NO_CREATE, SECOND_FACTOR, BASIC, QUESTY_OF_26, QUESTY_OF_19, NO_API, WIKIS };

enum creator { NOBODY, BY_PASSWORD, BY_BEARER, BY_OAUTH1 };

static const struct row {
    enum wiki wiki;
    enum creator creator;
    /* The secrets that must reach the wiki; PASSWORD is the first of the enumeration and stands for none at the end. */
    enum secret sent[4];
} ROWS[] = {
    {QUESTY, NOBODY, {CAPTCHA}},
    {OTP, NOBODY, {CODE}},
    {OPENID, NOBODY, {RETURNED}},
    {FIELDS, NOBODY, {FIELD}},
    {NO_CREATE, BY_PASSWORD, {CREATOR}},
    {NO_CREATE, BY_BEARER, {BEARER}},
    {NO_CREATE, BY_OAUTH1, {TOKEN}},
    {SECOND_FACTOR, BY_PASSWORD, {CREATOR, CODE}},
    {BASIC, NOBODY, {HTTP}},
    {QUESTY_OF_26, NOBODY, {CAPTCHA}},
    {QUESTY_OF_19, NOBODY, {CAPTCHA}},
    {NO_API, BY_PASSWORD, {CREATOR}},
};

static char *const *wikis;
static const char *client_pem;

/* What the library returned or logged, and what the program sent for it. */
static struct bytes shown, sent;
/* The HTTP client of the program, or NULL for that of the library. */
static CURL *curl;
static unsigned resumed, log_lines;

static void on_log(void *data, const char *line)
{
    CHECK(data == &log_lines);
    append_line(&shown, line);
    log_lines++;
}

static void show_error(mwa_error *error)
{
    CHECK(error != NULL && strlen(mwa_error_message(error)) > 0);
    append_line(&shown, mwa_error_message(error));
    append_line(&shown, mwa_error_code(error));
    append_line(&shown, mwa_error_field(error));
    mwa_error_free(error);
}

static void show_refusal(const mwa_refusal *refusal)
{
    append_line(&shown, mwa_refusal_code(refusal));
    append_line(&shown, mwa_refusal_message(refusal));
    append_line(&shown, mwa_refusal_account_request_url(refusal));
}

static void show_fields(const mwa_fields *fields)
{
    size_t i, j;
    for (i = 0; i < mwa_fields_count(fields); i++) {
        const mwa_field *field = mwa_fields_at(fields, i);
        append_line(&shown, mwa_field_name(field));
        append_line(&shown, mwa_field_label(field));
        append_line(&shown, mwa_field_help(field));
        append_line(&shown, mwa_field_value(field));
        for (j = 0; j < mwa_field_option_count(field); j++) {
            append_line(&shown, mwa_field_option_value(field, j));
            append_line(&shown, mwa_field_option_label(field, j));
        }
    }
}

static void show_captcha(const mwa_captcha *captcha)
{
    size_t i;
    append_line(&shown, mwa_captcha_question(captcha));
    append_line(&shown, mwa_captcha_question_html(captcha));
    append_line(&shown, mwa_captcha_site_key(captcha));
    for (i = 0; i < mwa_captcha_image_count(captcha); i++)
        append_line(&shown, mwa_captcha_image_url(captcha, i));
}

static void show_step(const mwa_step *step)
{
    const mwa_requirements *found = mwa_step_requirements(step);
    size_t i;

    append_line(&shown, mwa_step_name(step));
    append_line(&shown, mwa_step_message(step));
    append_line(&shown, mwa_step_redirect_url(step));
    append_line(&shown, mwa_step_redirect_data(step));
    for (i = 0; i < mwa_step_warning_count(step); i++) {
        append_line(&shown, mwa_step_warning_code(step, i));
        append_line(&shown, mwa_step_warning_message(step, i));
    }
    show_fields(mwa_step_fields(step));
    show_captcha(mwa_step_captcha(step));
    show_refusal(mwa_step_refusal(step));
    append_line(&shown, mwa_image_media_type(mwa_step_image(step)));
    append_line(&shown, mwa_requirements_generator(found));
    show_refusal(mwa_requirements_refusal(found));
    show_refusal(mwa_requirements_name_refusal(found));
    show_refusal(mwa_requirements_password_refusal(found));
    show_fields(mwa_requirements_fields(found));
    show_captcha(mwa_requirements_captcha(found));
}

static void show_facts(mwa_wiki *wiki)
{
    mwa_facts *facts = NULL;
    CHECK(mwa_wiki_facts(wiki, &facts, NULL) == MWA_STATUS_OK);
    append_line(&shown, mwa_facts_api_url(facts));
    append_line(&shown, mwa_facts_generator(facts));
    append_line(&shown, mwa_facts_moved_from(facts));
    append_line(&shown, mwa_facts_creator(facts));
    mwa_facts_free(facts);
}

static void record_request(const mwa_request *request)
{
    size_t i;
    append_line(&shown, mwa_request_purpose(request));
    append_line(&shown, mwa_request_method(request));
    append_line(&sent, mwa_request_url(request));
    for (i = 0; i < mwa_request_header_count(request); i++)
        append_line(&sent, mwa_request_header_value(request, i));
    append(&sent, mwa_request_body(request) != NULL ? (const char *)mwa_request_body(request) : "",
           mwa_request_body_length(request));
}

/* Sends what is to be sent. Returns the next step, or NULL after an error. */
static mwa_step *next_step(mwa_conversation *conversation)
{
    mwa_request *request = NULL;
    mwa_step *step = NULL;
    mwa_error *error = NULL;
    mwa_status status = MWA_STATUS_OK;

    while (curl != NULL && status == MWA_STATUS_OK) {
        status = mwa_conversation_next_request(conversation, &request, &error);
        if (status != MWA_STATUS_OK || request == NULL)
            break;
        record_request(request);
        status = send_request(curl, conversation, request, &error);
        mwa_request_free(request);
        request = NULL;
    }
    if (status == MWA_STATUS_OK)
        status = mwa_conversation_step(conversation, &step, &error);
    if (status == MWA_STATUS_OK)
        show_step(step);
    else
        show_error(error);
    return step;
}

/* Only the key of suspended texts, which every wiki of this program has. */
static mwa_options *keyed_options(void)
{
    mwa_options *options = mwa_options_new();
    CHECK(mwa_options_add_suspend_key(options, secrets[SUSPEND_KEY], NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_log(options, on_log, &log_lines, NULL) == MWA_STATUS_OK);
    return options;
}

/* The text contains the session's cookies by design, and none of the planted secrets. */
static void suspend(const mwa_conversation *conversation)
{
    mwa_options *options = keyed_options();
    mwa_secret *text = NULL;
    mwa_error *error = NULL;
    int has_key;

    if (mwa_conversation_suspend(conversation, &text, &error) != MWA_STATUS_OK) {
        show_error(error);
        mwa_options_free(options);
        return;
    }
    struct bytes content = decoded(strchr(mwa_secret_text(text), '.') + 1);
    CHECK(content.length > 100);
    append_line(&shown, mwa_secret_text(text));
    append(&shown, content.at, content.length);
    free(content.at);
    for (has_key = 0; has_key < 2; has_key++) {
        mwa_wiki *wiki = NULL;
        mwa_conversation *again = NULL;
        if (mwa_resume(mwa_secret_text(text), NULL, has_key ? options : NULL, &wiki, &again, NULL, &error)
            == MWA_STATUS_OK) {
            CHECK(has_key);
            resumed++;
        } else {
            show_error(error);
            error = NULL;
        }
        mwa_conversation_free(again);
        mwa_wiki_free(wiki);
    }
    mwa_secret_free(text);
    mwa_options_free(options);
}

/* Answers everything with a secret, after an answer that fits nothing. */
static void answer(mwa_conversation *conversation, const mwa_step *step)
{
    const mwa_fields *fields = mwa_step_fields(step);
    mwa_answers *wrong = mwa_answers_new(), *answers = mwa_answers_new();
    mwa_error *error = NULL;
    size_t i;

    CHECK(mwa_answers_set(wrong, "nothing of the kind", secrets[CODE], NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_answer(conversation, wrong, &error) == MWA_STATUS_FAILED);
    show_error(error);
    for (i = 0; i < mwa_fields_count(fields); i++) {
        const mwa_field *field = mwa_fields_at(fields, i);
        const char *name = mwa_field_name(field);
        mwa_field_kind kind = mwa_field_get_kind(field);
        enum secret secret = strcmp(name, "captcha") == 0 ? CAPTCHA : strcmp(name, "password") == 0 ? PASSWORD : CODE;
        if (kind == MWA_FIELD_KIND_CHECKBOX)
            CHECK(mwa_answers_check(answers, name, true, NULL) == MWA_STATUS_OK);
        else if (secret == CAPTCHA || kind == MWA_FIELD_KIND_STRING || kind == MWA_FIELD_KIND_PASSWORD)
            CHECK(mwa_answers_set(answers, name, secrets[secret], NULL) == MWA_STATUS_OK);
    }
    error = NULL;
    if (mwa_conversation_answer(conversation, answers, &error) != MWA_STATUS_OK)
        show_error(error);
    mwa_answers_free(wrong);
    mwa_answers_free(answers);
}

static void come_back(mwa_conversation *conversation)
{
    struct bytes value = percent_encoded(secrets[RETURNED], "", "%20"), url = {NULL, 0, 0};
    mwa_error *error = NULL;

    append(&url, "https://wiki.example/back?code=", 31);
    append(&url, value.at, value.length);
    append(&url, "&state=", 7);
    append(&url, value.at, value.length);
    if (mwa_conversation_returned(conversation, url.at, &error) != MWA_STATUS_OK)
        show_error(error);
    free(value.at);
    free(url.at);
}

/* Converses to the end, and frees the conversation. */
static void converse(mwa_conversation *conversation)
{
    int left;
    for (left = 5; left > 0; left--) {
        mwa_step *step = next_step(conversation);
        mwa_step_kind kind = mwa_step_get_kind(step);
        suspend(conversation);
        if (kind == MWA_STEP_KIND_ASK || kind == MWA_STEP_KIND_RESTART)
            answer(conversation, step);
        else if (kind == MWA_STEP_KIND_REDIRECT)
            come_back(conversation);
        else
            left = 1;
        mwa_step_free(step);
    }
    mwa_conversation_free(conversation);
}

static mwa_account *planted_account(unsigned number)
{
    mwa_account *account = NULL;
    char name[64];

    snprintf(name, sizeof name, "Zoe %ld %u", (long)getpid(), number);
    CHECK(mwa_account_new(name, &account, NULL) == MWA_STATUS_OK);
    CHECK(mwa_account_set_password(account, secrets[PASSWORD], NULL) == MWA_STATUS_OK);
    CHECK(mwa_account_set_email(account, "zoe@example.org", NULL) == MWA_STATUS_OK);
    return account;
}

static mwa_conversation *login(mwa_wiki *wiki, enum creator creator)
{
    mwa_conversation *conversation = NULL;
    mwa_status status;
    if (creator == BY_PASSWORD)
        status = mwa_wiki_log_in(wiki, "Planter", secrets[CREATOR], NULL, &conversation, NULL);
    else if (creator == BY_BEARER)
        status = mwa_wiki_log_in_oauth(wiki, secrets[BEARER], &conversation, NULL);
    else
        status = mwa_wiki_log_in_oauth1(wiki, "c0nsumer-key", secrets[CONSUMER_SECRET], secrets[TOKEN],
                                        secrets[TOKEN_SECRET], &conversation, NULL);
    CHECK(status == MWA_STATUS_OK);
    return conversation;
}

static void hide_all(const char *what, unsigned number)
{
    int secret;
    CHECK(shown.length > 100);
    for (secret = 0; secret < SECRETS; secret++) {
        if (is_in(&shown, secrets[secret])) {
            fprintf(stderr, "secrets: %s %u shows secret %d:\n%s\n", what, number, secret, shown.at);
            exit(EXIT_FAILURE);
        }
    }
    shown.length = 0;
}

/* Logs in, creates and probes. */
static void run(const struct row *row, unsigned number)
{
    mwa_options *options = keyed_options();
    mwa_wiki *wiki = NULL;
    mwa_account *account = planted_account(2 * number + (curl != NULL));
    mwa_conversation *conversation = NULL;
    mwa_answers *fields = mwa_answers_new();
    size_t i;

    if (row->wiki == BASIC)
        CHECK(mwa_options_set_http_auth(options, "lab", secrets[HTTP], NULL) == MWA_STATUS_OK);
    if (row->wiki == FIELDS)
        CHECK(mwa_answers_check(fields, "wpTermsOfService", true, NULL) == MWA_STATUS_OK
              && mwa_answers_set(fields, "wpInterests", secrets[FIELD], NULL) == MWA_STATUS_OK
              && mwa_account_set_fields(account, fields, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_client_cert(options, client_pem, NULL) == MWA_STATUS_OK);
    CHECK(mwa_wiki_new(wikis[row->wiki], options, &wiki, NULL) == MWA_STATUS_OK);
    if (row->creator != NOBODY)
        converse(login(wiki, row->creator));
    CHECK(mwa_wiki_probe(wiki, account, &conversation, NULL) == MWA_STATUS_OK);
    converse(conversation);
    CHECK(mwa_wiki_create(wiki, account, &conversation, NULL) == MWA_STATUS_OK);
    converse(conversation);
    show_facts(wiki);

    /* A wrong password of the server keeps the account's from the wiki. */
    CHECK(curl == NULL || row->wiki == BASIC || row->wiki == OPENID || row->wiki == SECOND_FACTOR
          || is_in(&sent, secrets[PASSWORD]));
    for (i = 0; curl != NULL && row->sent[i] != PASSWORD; i++) {
        if (!is_in(&sent, secrets[row->sent[i]])) {
            fprintf(stderr, "secrets: row %u does not send secret %d\n", number, row->sent[i]);
            exit(EXIT_FAILURE);
        }
    }
    sent.length = 0;
    hide_all("row", number);
    mwa_answers_free(fields);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
    mwa_options_free(options);
}

static void show_event(const mwa_event *event)
{
    size_t i;

    append_line(&shown, mwa_event_asked(event));
    append_line(&shown, mwa_event_name(event));
    append_line(&shown, mwa_event_code(event));
    append_line(&shown, mwa_event_message(event));
    for (i = 0; i < mwa_event_warning_count(event); i++) {
        append_line(&shown, mwa_event_warning_code(event, i));
        append_line(&shown, mwa_event_warning_message(event, i));
    }
    if (mwa_event_step(event) != NULL)
        show_step(mwa_event_step(event));
}

static void set_creator(mwa_bulk *run, enum creator creator)
{
    mwa_status status = MWA_STATUS_OK;

    if (creator == BY_PASSWORD)
        status = mwa_bulk_set_creator(run, "Planter", secrets[CREATOR], NULL, NULL);
    else if (creator == BY_BEARER)
        status = mwa_bulk_set_creator_oauth(run, secrets[BEARER], NULL);
    else if (creator == BY_OAUTH1)
        status = mwa_bulk_set_creator_oauth1(run, "c0nsumer-key", secrets[CONSUMER_SECRET], secrets[TOKEN],
                                             secrets[TOKEN_SECRET], NULL);
    CHECK(status == MWA_STATUS_OK);
}

/* Runs over two accounts with a journal, up to the first step or stop. */
static void run_of_many(const struct row *row, unsigned number)
{
    char path[] = "/tmp/mwaccount-journal-XXXXXX";
    int file = mkstemp(path);
    mwa_options *options = keyed_options();
    mwa_wiki *wiki = NULL;
    mwa_journal *journal = NULL;
    mwa_bulk *many = NULL;
    mwa_event *event = NULL;
    struct bytes recorded = {NULL, 0, 0};
    char part[1000];
    ssize_t length;
    unsigned i;

    CHECK(file >= 0);
    CHECK(mwa_wiki_new(wikis[row->wiki], options, &wiki, NULL) == MWA_STATUS_OK);
    CHECK(mwa_wiki_bulk(wiki, &many, NULL) == MWA_STATUS_OK);
    CHECK(mwa_journal_open(path, &journal, NULL) == MWA_STATUS_OK);
    CHECK(mwa_bulk_set_journal(many, journal, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_bulk_set_max_wait(many, 0, NULL) == MWA_STATUS_OK);
    set_creator(many, row->creator);
    for (i = 0; i < 2; i++) {
        mwa_account *account = planted_account(1000 + 2 * number + i);
        CHECK(mwa_bulk_add(many, account, 0, NULL) == MWA_STATUS_OK);
        mwa_account_free(account);
    }
    while (mwa_bulk_next(many, &event, NULL) == MWA_STATUS_OK && event != NULL) {
        mwa_event_kind kind = mwa_event_get_kind(event);
        show_event(event);
        mwa_event_free(event);
        if (kind == MWA_EVENT_KIND_STEP || kind == MWA_EVENT_KIND_STOPPED)
            break;
    }
    while ((length = read(file, part, sizeof part)) > 0)
        append(&recorded, part, (size_t)length);
    CHECK(recorded.length > 10);
    append(&shown, recorded.at, recorded.length);
    hide_all("run", number);
    free(recorded.at);
    CHECK(close(file) == 0 && remove(path) == 0);
    mwa_bulk_free(many);
    mwa_journal_free(journal);
    mwa_wiki_free(wiki);
    mwa_options_free(options);
}

/* A text of parts, which is freed by the next call. */
static const char *joined(const char *before, const char *secret, const char *after)
{
    static struct bytes text;
    text.length = 0;
    append(&text, before, strlen(before));
    append(&text, secret, strlen(secret));
    append(&text, after, strlen(after));
    return text.at;
}

#define FAILS(call)                        \
    do {                                   \
        mwa_error *error = NULL;           \
        CHECK((call) != MWA_STATUS_OK);    \
        show_error(error);                 \
    } while (0)

/* Creates a wiki with these options, which must fail. */
static void fails_at_creation(const char *address, mwa_options *options)
{
    mwa_wiki *wiki = NULL;
    FAILS(mwa_wiki_new(address, options, &wiki, &error));
    mwa_options_free(options);
}

/* A login fails at once or before its first request. */
static void fails_to_log_in(mwa_status status, mwa_conversation *login, mwa_error *error)
{
    if (status == MWA_STATUS_OK) {
        CHECK(next_step(login) == NULL);
        mwa_conversation_free(login);
    } else {
        show_error(error);
    }
}

/* Reads the first whole line of the private key in the file of the client certificate. */
static void read_client_key(void)
{
    static char line[256];
    FILE *file = fopen(client_pem, "r");

    CHECK(file != NULL);
    while (fgets(line, sizeof line, file) != NULL && strstr(line, "PRIVATE KEY-----") == NULL)
        continue;
    CHECK(fgets(line, sizeof line, file) != NULL && strlen(line) > 40);
    line[strcspn(line, "\n")] = '\0';
    secrets[CLIENT_KEY] = line;
    fclose(file);
}

/* A file with a part of the key is read as a key, as a certificate and as authorities. */
static void damaged_client_key(void)
{
    char path[] = "/tmp/mwaccount-key-XXXXXX";
    FILE *file = fdopen(mkstemp(path), "w");
    mwa_options *options;

    CHECK(file != NULL);
    fprintf(file, "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n", secrets[CLIENT_KEY]);
    CHECK(fclose(file) == 0);
    options = mwa_options_new();
    CHECK(mwa_options_set_client_cert(options, client_pem, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_client_key(options, path, NULL) == MWA_STATUS_OK);
    fails_at_creation(wikis[QUESTY], options);
    options = mwa_options_new();
    CHECK(mwa_options_set_client_cert(options, path, NULL) == MWA_STATUS_OK);
    fails_at_creation(wikis[QUESTY], options);
    options = mwa_options_new();
    CHECK(mwa_options_set_ca_file(options, path, NULL) == MWA_STATUS_OK);
    fails_at_creation(wikis[QUESTY], options);
    CHECK(remove(path) == 0);
}

/* Calls whose error could repeat what was given. */
static void wrong_calls(void)
{
    mwa_wiki *wiki = wiki_at(wikis[QUESTY]), *resumed_wiki = NULL;
    mwa_conversation *conversation = NULL;
    mwa_account *account = planted_account(99);
    mwa_options *options = mwa_options_new();
    mwa_answers *answers = mwa_answers_new();
    const char *const ENDS[] = {"\n", "\xff"};
    const char *const PROXIES[][2] = {
        {"http://lab:", "@proxy example"}, {"nonsense://lab:", "@x"}, {"", ""}, {"http://lab:80/", "@proxy.example:1"}};
    const char *const ADDRESSES[][2] = {
        {"https://lab:", "@wiki example/"}, {"https://lab:80/", "@wiki.example/"}, {"lab:80?", "@wiki.example/"},
        {"https://lab#", "@wiki.example/"}, {"ftp://lab:", "@wiki.example/"}};
    size_t i;

    for (i = 0; i < 2; i++) {
        const char *token = joined("", secrets[BEARER], ENDS[i]);
        mwa_error *error = NULL;
        mwa_status status = mwa_wiki_log_in_oauth(wiki, token, &conversation, &error);
        fails_to_log_in(status, conversation, error);
        token = joined("", secrets[TOKEN_SECRET], ENDS[i]);
        error = NULL;
        status = mwa_wiki_log_in_oauth1(wiki, "key", secrets[CONSUMER_SECRET], secrets[TOKEN], token, &conversation,
                                        &error);
        fails_to_log_in(status, conversation, error);
    }
    FAILS(mwa_account_set_password(account, joined("", secrets[PASSWORD], "\xff"), &error));
    FAILS(mwa_answers_set(answers, "a", joined("", secrets[FIELD], "\xff"), &error));
    FAILS(mwa_options_set_http_auth(options, "lab", joined("", secrets[HTTP], "\xff"), &error));
    FAILS(mwa_options_set_proxy(options, joined("", secrets[PROXY], "\xff"), &error));
    FAILS(mwa_options_set_access_token(options, joined("", secrets[BEARER], "\xff"), &error));
    FAILS(mwa_options_add_suspend_key(options, joined("", secrets[SUSPEND_KEY], "\xff"), &error));
    FAILS(mwa_resume(secrets[RETURNED], NULL, NULL, &resumed_wiki, &conversation, NULL, &error));
    CHECK(mwa_wiki_create(wiki, account, &conversation, NULL) == MWA_STATUS_OK);
    FAILS(mwa_conversation_returned(conversation, secrets[RETURNED], &error));
    mwa_conversation_free(conversation);
    mwa_options_free(options);

    options = mwa_options_new();
    CHECK(mwa_options_set_http_auth(options, "a:b", secrets[HTTP], NULL) == MWA_STATUS_OK);
    fails_at_creation(wikis[BASIC], options);
    options = mwa_options_new();
    CHECK(mwa_options_add_suspend_key(options, "Pl4nted-s+spend/key", NULL) == MWA_STATUS_OK);
    fails_at_creation(wikis[QUESTY], options);
    for (i = 0; i < sizeof PROXIES / sizeof *PROXIES; i++) {
        options = mwa_options_new();
        CHECK(mwa_options_set_proxy(options, joined(PROXIES[i][0], secrets[PROXY], PROXIES[i][1]), NULL)
              == MWA_STATUS_OK);
        fails_at_creation(wikis[QUESTY], options);
    }
    for (i = 0; i < sizeof ADDRESSES / sizeof *ADDRESSES; i++)
        fails_at_creation(joined(ADDRESSES[i][0], secrets[HTTP], ADDRESSES[i][1]), NULL);
    damaged_client_key();
    mwa_answers_free(answers);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
    hide_all("wrong calls", 0);
}

int main(int argc, char **argv)
{
    unsigned i, count = sizeof ROWS / sizeof *ROWS;

    CHECK(argc == 2 + WIKIS);
    client_pem = argv[1];
    wikis = argv + 2;
    read_client_key();
    for (i = 0; i < count; i++) {
        run(&ROWS[i], i);
        run_of_many(&ROWS[i], i);
        curl = curl_easy_init();
        run(&ROWS[i], i);
        curl_easy_cleanup(curl);
        curl = NULL;
    }
    wrong_calls();
    CHECK(resumed > 0 && log_lines > 0);
    free(shown.at);
    free(sent.at);
    puts("secrets: none is shown");
    return EXIT_SUCCESS;
}
