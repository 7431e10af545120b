/* Runs of many accounts: bulk PLAIN QUESTY FOLDER, the API URLs of two wikis, of which the second asks a
 * question, and a folder for journals. */

#include "check.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *folder;

static mwa_journal *journal_of(const char *name)
{
    char path[1000];
    mwa_journal *journal = NULL;

    CHECK(snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path);
    CHECK(mwa_journal_open(path, &journal, NULL) == MWA_STATUS_OK);
    return journal;
}

/* A run with a journal, or without if its name is NULL. */
static mwa_bulk *run_on(mwa_wiki *wiki, const char *name)
{
    mwa_bulk *bulk = NULL;

    CHECK(mwa_wiki_bulk(wiki, &bulk, NULL) == MWA_STATUS_OK);
    if (name != NULL) {
        mwa_journal *journal = journal_of(name);
        CHECK(mwa_bulk_set_journal(bulk, journal, NULL, NULL) == MWA_STATUS_OK);
        mwa_journal_free(journal);
    }
    return bulk;
}

static void add(mwa_bulk *bulk, const char *name, uint64_t number)
{
    mwa_account *account = account_of(name);

    CHECK(mwa_bulk_add(bulk, account, number, NULL) == MWA_STATUS_OK);
    mwa_account_free(account);
}

static mwa_event *next(mwa_bulk *bulk, mwa_event_kind kind)
{
    mwa_event *event = NULL;

    CHECK(mwa_bulk_next(bulk, &event, NULL) == MWA_STATUS_OK);
    if (mwa_event_get_kind(event) != kind)
        fprintf(stderr, "%d, %s: %s\n", (int)mwa_event_get_kind(event), mwa_reason_name(mwa_event_reason(event)),
                mwa_event_message(event));
    CHECK(mwa_event_get_kind(event) == kind);
    return event;
}

/* Takes the next event, which must be the result of a row. */
static void expect_row(mwa_bulk *bulk, uint64_t number, const char *asked, mwa_outcome outcome, bool is_earlier)
{
    mwa_event *event = next(bulk, MWA_EVENT_KIND_ROW);

    CHECK(mwa_event_row_number(event) == number);
    CHECK(strcmp(mwa_event_asked(event), asked) == 0);
    CHECK(mwa_event_outcome(event) == outcome);
    CHECK(mwa_event_is_earlier(event) == is_earlier && !mwa_event_is_changed(event));
    CHECK(mwa_event_time(event) > 1700000000 && mwa_event_step(event) == NULL);
    if (outcome == MWA_OUTCOME_CREATED)
        CHECK(mwa_event_name(event) != NULL && mwa_event_reason(event) == MWA_REASON_NONE);
    else
        CHECK(mwa_event_reason(event) != MWA_REASON_NONE && mwa_event_message(event) != NULL);
    mwa_event_free(event);
}

static void expect_end(mwa_bulk *bulk)
{
    mwa_event *event = NULL;

    CHECK(mwa_bulk_next(bulk, &event, NULL) == MWA_STATUS_OK && event == NULL);
}

static void rows_are_created(mwa_wiki *wiki)
{
    mwa_bulk *bulk = run_on(wiki, "rows");

    CHECK(mwa_bulk_set_creator(bulk, "Admin", "adminpass12345", NULL, NULL) == MWA_STATUS_OK);
    add(bulk, "row One", 0);
    add(bulk, "Row Two", 7);
    add(bulk, "Row_One", 0);
    add(bulk, "Row<Bad>", 0);
    expect_row(bulk, 1, "row One", MWA_OUTCOME_CREATED, false);
    expect_row(bulk, 7, "Row Two", MWA_OUTCOME_CREATED, false);
    expect_row(bulk, 3, "Row_One", MWA_OUTCOME_INVALID, false);
    expect_row(bulk, 4, "Row<Bad>", MWA_OUTCOME_REFUSED, false);
    expect_end(bulk);
    /* More rows can come later, after the wiki was freed by its owner, too. */
    add(bulk, "Row Late", 0);
    expect_row(bulk, 5, "Row Late", MWA_OUTCOME_CREATED, false);
    expect_end(bulk);
    mwa_bulk_free(bulk);
}

static void a_journal_has_one_user(void)
{
    mwa_journal *journal = journal_of("locked");
    mwa_journal *second = NULL;
    mwa_error *error = NULL;
    char path[1000];

    snprintf(path, sizeof path, "%s/locked", folder);
    CHECK(mwa_journal_open(path, &second, &error) == MWA_STATUS_FAILED && second == NULL);
    CHECK(mwa_error_reason(error) == MWA_REASON_JOURNAL);
    mwa_error_free(error);
    mwa_journal_free(journal);
    mwa_journal_free(journal_of("locked"));
}

static void add_all(mwa_bulk *bulk)
{
    add(bulk, "Kill One", 0);
    add(bulk, "Kill Two", 0);
    add(bulk, "Kill Three", 0);
    add(bulk, "Kill Four", 0);
}

/* A process is killed after the second row. The next run creates the rest. */
static void a_killed_run_is_taken_up(const char *api)
{
    int status = 0;
    pid_t child = fork();
    mwa_wiki *wiki;
    mwa_bulk *bulk;

    CHECK(child >= 0);
    if (child == 0) {
        wiki = wiki_at(api);
        bulk = run_on(wiki, "killed");
        add_all(bulk);
        expect_row(bulk, 1, "Kill One", MWA_OUTCOME_CREATED, false);
        expect_row(bulk, 2, "Kill Two", MWA_OUTCOME_CREATED, false);
        kill(getpid(), SIGKILL);
    }
    CHECK(waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    wiki = wiki_at(api);
    bulk = run_on(wiki, "killed");
    mwa_wiki_free(wiki);
    add_all(bulk);
    expect_row(bulk, 1, "Kill One", MWA_OUTCOME_CREATED, true);
    expect_row(bulk, 2, "Kill Two", MWA_OUTCOME_CREATED, true);
    expect_row(bulk, 3, "Kill Three", MWA_OUTCOME_CREATED, false);
    expect_row(bulk, 4, "Kill Four", MWA_OUTCOME_CREATED, false);
    expect_end(bulk);
    mwa_bulk_free(bulk);
}

/* A question is answered for one row, and another row is skipped. */
static void steps_are_answered(mwa_wiki *wiki)
{
    mwa_bulk *bulk = run_on(wiki, NULL);
    mwa_answers *answers = mwa_answers_new();
    mwa_conversation *image = NULL;
    mwa_event *event;
    mwa_error *error = NULL;

    add(bulk, "Asked One", 0);
    add(bulk, "Asked Two", 0);
    event = next(bulk, MWA_EVENT_KIND_STEP);
    CHECK(mwa_step_get_kind(mwa_event_step(event)) == MWA_STEP_KIND_ASK);
    CHECK(strstr(mwa_captcha_question(mwa_step_captcha(mwa_event_step(event))), "France") != NULL);
    CHECK(!mwa_event_is_login(event) && mwa_event_row_number(event) == 1);
    CHECK(strcmp(mwa_event_asked(event), "Asked One") == 0);
    CHECK(mwa_bulk_image(bulk, mwa_step_captcha(mwa_event_step(event)), 0, &image, &error) == MWA_STATUS_FAILED);
    CHECK(mwa_error_reason(error) == MWA_REASON_INVALID_ARGUMENT && image == NULL);
    mwa_error_free(error);
    mwa_event_free(event);
    CHECK(mwa_answers_set(answers, "captcha", "Paris", NULL) == MWA_STATUS_OK);
    CHECK(mwa_bulk_answer(bulk, answers, NULL) == MWA_STATUS_OK);
    expect_row(bulk, 1, "Asked One", MWA_OUTCOME_CREATED, false);
    mwa_event_free(next(bulk, MWA_EVENT_KIND_STEP));
    /* It comes again until it is answered. */
    mwa_event_free(next(bulk, MWA_EVENT_KIND_STEP));
    CHECK(mwa_bulk_skip(bulk, NULL) == MWA_STATUS_OK);
    event = next(bulk, MWA_EVENT_KIND_ROW);
    CHECK(mwa_event_outcome(event) == MWA_OUTCOME_SKIPPED);
    mwa_event_free(event);
    expect_end(bulk);
    mwa_answers_free(answers);
    mwa_bulk_free(bulk);
}

/* A cancelled run goes on after the reset; a lost login stops it for good. */
static void a_run_can_be_stopped(mwa_wiki *wiki)
{
    mwa_canceller *canceller = mwa_wiki_canceller(wiki);
    mwa_bulk *bulk = run_on(wiki, NULL);
    mwa_event *event;

    add(bulk, "Stop Example", 0);
    mwa_canceller_cancel(canceller);
    event = next(bulk, MWA_EVENT_KIND_STOPPED);
    CHECK(mwa_event_reason(event) == MWA_REASON_CANCELLED && mwa_event_time(event) == -1);
    mwa_event_free(event);
    mwa_canceller_reset(canceller);
    expect_row(bulk, 1, "Stop Example", MWA_OUTCOME_CREATED, false);
    mwa_bulk_free(bulk);

    bulk = run_on(wiki, NULL);
    CHECK(mwa_bulk_set_creator(bulk, "Admin", "wrong", NULL, NULL) == MWA_STATUS_OK);
    add(bulk, "Never Example", 0);
    event = next(bulk, MWA_EVENT_KIND_STOPPED);
    CHECK(mwa_event_reason(event) == MWA_REASON_LOGIN_FAILED && strlen(mwa_event_message(event)) > 5);
    mwa_event_free(event);
    mwa_event_free(next(bulk, MWA_EVENT_KIND_STOPPED));
    mwa_bulk_free(bulk);
    mwa_canceller_free(canceller);
    CHECK(mwa_wiki_log_out(wiki, NULL) == MWA_STATUS_OK);
}

/* A wiki that cannot be reached is waited for, up to the longest wait. */
static void a_wait_is_told(void)
{
    mwa_wiki *wiki = wiki_at("http://127.0.0.1:1/api.php");
    mwa_bulk *bulk = run_on(wiki, NULL);
    mwa_canceller *canceller = mwa_wiki_canceller(wiki);
    mwa_event *event;

    add(bulk, "Wait Example", 0);
    event = next(bulk, MWA_EVENT_KIND_WAIT);
    CHECK(mwa_event_reason(event) == MWA_REASON_UNREACHABLE && mwa_event_wait(event) == 5000);
    CHECK(mwa_event_time(event) > 1700000000 && mwa_event_message(event) != NULL);
    mwa_event_free(event);
    mwa_canceller_cancel(canceller);
    mwa_event_free(next(bulk, MWA_EVENT_KIND_STOPPED));
    mwa_canceller_free(canceller);
    mwa_bulk_free(bulk);
    mwa_wiki_free(wiki);
}

/* A child process can use neither a run nor the journal of its parent. */
static void a_run_belongs_to_its_process(mwa_wiki *wiki, const char *api)
{
    mwa_bulk *bulk = run_on(wiki, "forked");
    mwa_journal *journal = journal_of("parents");
    int status = -1;
    pid_t child = fork();

    CHECK(child >= 0);
    if (child == 0) {
        mwa_event *event = NULL;
        mwa_bulk *own = NULL;
        mwa_wiki *own_wiki = wiki_at(api);
        mwa_error *error = NULL;
        CHECK(mwa_bulk_next(bulk, &event, &error) == MWA_STATUS_FAILED);
        CHECK(strstr(mwa_error_message(error), "another process") != NULL);
        mwa_error_free(error);
        CHECK(mwa_wiki_bulk(wiki, &own, NULL) == MWA_STATUS_FAILED);
        CHECK(mwa_wiki_bulk(own_wiki, &own, NULL) == MWA_STATUS_OK);
        CHECK(mwa_bulk_set_journal(own, journal, NULL, &error) == MWA_STATUS_FAILED);
        CHECK(strstr(mwa_error_message(error), "another process") != NULL);
        mwa_error_free(error);
        mwa_bulk_free(own);
        mwa_wiki_free(own_wiki);
        mwa_bulk_free(bulk);
        mwa_journal_free(journal);
        _exit(0);
    }
    CHECK(waitpid(child, &status, 0) == child && status == 0);
    add(bulk, "Fork Example", 0);
    expect_row(bulk, 1, "Fork Example", MWA_OUTCOME_CREATED, false);
    mwa_journal_free(journal);
    mwa_bulk_free(bulk);
}

int main(int argc, char **argv)
{
    mwa_wiki *plain, *questy;

    CHECK(argc == 4);
    folder = argv[3];
    a_killed_run_is_taken_up(argv[1]);
    plain = wiki_at(argv[1]);
    questy = wiki_at(argv[2]);
    rows_are_created(plain);
    a_journal_has_one_user();
    steps_are_answered(questy);
    a_run_can_be_stopped(plain);
    a_wait_is_told();
    a_run_belongs_to_its_process(plain, argv[1]);
    mwa_wiki_free(questy);
    mwa_wiki_free(plain);
    puts("bulk: every row has its result");
    return EXIT_SUCCESS;
}
