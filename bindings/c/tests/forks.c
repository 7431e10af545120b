/* Uses handles after a fork, as the header permits: forks PLAIN QUESTY SLOW, the API URLs of three
 * wikis, of which the second asks a question and the third responds slowly. */

#include "running_call.h"

#include <sys/wait.h>
#include <unistd.h>

/* Checks that a call fails in the child, with an error that says why. */
#define FOREIGN(call)                                                           \
    do {                                                                        \
        mwa_error *error = NULL;                                                \
        CHECK((call) == MWA_STATUS_FAILED);                                     \
        CHECK(mwa_error_reason(error) == MWA_REASON_INVALID_ARGUMENT);          \
        CHECK(strstr(mwa_error_message(error), "in another process") != NULL);  \
        mwa_error_free(error);                                                  \
    } while (0)

/* What the parent has when it forks. */
struct inherited {
    const char *api;
    mwa_wiki *wiki;
    mwa_conversation *creation;
    mwa_step *step;
    mwa_canceller *canceller;
    mwa_secret *suspended;
};

static void release(struct inherited *mine)
{
    mwa_conversation_free(mine->creation);
    mwa_wiki_free(mine->wiki);
    mwa_step_free(mine->step);
    mwa_canceller_free(mine->canceller);
    mwa_secret_free(mine->suspended);
}

/* How a child ends: with the leak check of valgrind or LeakSanitizer, or without it. */
enum ending { CHECKED, UNCHECKED };

/* Runs `work` in a child process, which must succeed. */
static void in_child(void (*work)(struct inherited *), struct inherited *mine, enum ending ending)
{
    pid_t child = fork();
    int status = -1;

    CHECK(child >= 0);
    if (child == 0) {
        work(mine);
        if (ending == CHECKED)
            exit(EXIT_SUCCESS);
        execlp("true", "true", (char *)NULL);
        exit(EXIT_FAILURE);
    }
    CHECK(waitpid(child, &status, 0) == child);
    CHECK(WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS);
}

/* Every call with the parent's wiki or conversation fails in the child. */
static void every_call_fails(struct inherited *parents)
{
    mwa_conversation *begun = NULL;
    mwa_step *step = NULL;
    mwa_fields *fields = NULL;
    mwa_facts *facts = NULL;
    mwa_secret *suspended = NULL;
    mwa_request *request = NULL;
    mwa_response *response = NULL;
    mwa_account *account = account_of("Child Example");
    mwa_answers *answers = mwa_answers_new();

    CHECK(mwa_response_new(200, &response, NULL) == MWA_STATUS_OK);
    FOREIGN(mwa_wiki_create(parents->wiki, account, &begun, &error));
    FOREIGN(mwa_wiki_log_in(parents->wiki, "Child", "password", NULL, &begun, &error));
    FOREIGN(mwa_wiki_log_in_oauth(parents->wiki, "token", &begun, &error));
    FOREIGN(mwa_wiki_log_in_oauth1(parents->wiki, "a", "b", "c", "d", &begun, &error));
    FOREIGN(mwa_wiki_probe(parents->wiki, account, &begun, &error));
    FOREIGN(mwa_wiki_fields(parents->wiki, &fields, &error));
    FOREIGN(mwa_wiki_facts(parents->wiki, &facts, &error));
    FOREIGN(mwa_wiki_log_out(parents->wiki, &error));
    if (parents->creation != NULL) {
        FOREIGN(mwa_conversation_step(parents->creation, &step, &error));
        FOREIGN(mwa_conversation_answer(parents->creation, answers, &error));
        FOREIGN(mwa_conversation_returned(parents->creation, "https://wiki.example.org/", &error));
        FOREIGN(mwa_conversation_revise(parents->creation, account, &error));
        FOREIGN(mwa_conversation_revise_login(parents->creation, "a", "b", NULL, &error));
        FOREIGN(mwa_conversation_suspend(parents->creation, &suspended, &error));
        FOREIGN(mwa_conversation_next_request(parents->creation, &request, &error));
        FOREIGN(mwa_conversation_feed(parents->creation, response, &error));
        FOREIGN(mwa_conversation_feed_failure(parents->creation, MWA_FAILURE_LOST,
                                              MWA_REASON_UNREACHABLE, "a", &error));
    }
    CHECK(begun == NULL && step == NULL && fields == NULL && facts == NULL && suspended == NULL
          && request == NULL);
    mwa_response_free(response);
    mwa_answers_free(answers);
    mwa_account_free(account);
}

static void create_with_own_wiki(struct inherited *parents)
{
    mwa_wiki *own = wiki_at(parents->api);

    must_create(own, "Child Example");
    mwa_wiki_free(own);
}

static void use_as_child(struct inherited *parents)
{
    every_call_fails(parents);
    create_with_own_wiki(parents);
    release(parents);
}

/* The parent's wiki has a kept connection, and its creation waits for an answer. */
static void a_wiki_in_use(const char *questy)
{
    struct inherited mine = {questy, NULL, NULL, NULL, NULL, NULL};
    mwa_answers *answers = mwa_answers_new();
    mwa_step *step = NULL;

    mine.wiki = wiki_at(questy);
    mine.creation = creation_of(mine.wiki, "Parent Example");
    mine.canceller = mwa_wiki_canceller(mine.wiki);
    CHECK(mwa_conversation_step(mine.creation, &mine.step, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(mine.step) == MWA_STEP_KIND_ASK);
    in_child(every_call_fails, &mine, UNCHECKED);
    CHECK(mwa_answers_set(answers, "captcha", "Paris", NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_answer(mine.creation, answers, NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_step(mine.creation, &step, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_CREATED);
    mwa_step_free(step);
    mwa_answers_free(answers);
    release(&mine);
}

static void a_wiki_with_a_connection(const char *plain)
{
    struct inherited mine = {plain, NULL, NULL, NULL, NULL, NULL};

    mine.wiki = wiki_at(plain);
    must_create(mine.wiki, "First Example");
    in_child(use_as_child, &mine, CHECKED);
    must_create(mine.wiki, "Second Example");
    release(&mine);
}

/* A server that creates a wiki before it forks its workers. */
static void an_unused_wiki(const char *plain)
{
    struct inherited mine = {plain, NULL, NULL, NULL, NULL, NULL};

    mine.wiki = wiki_at(plain);
    in_child(every_call_fails, &mine, UNCHECKED);
    must_create(mine.wiki, "Preloaded Example");
    release(&mine);
}

static void resume_and_answer(struct inherited *parents)
{
    mwa_wiki *wiki = NULL;
    mwa_conversation *creation = NULL;
    mwa_answers *answers = mwa_answers_new();
    mwa_step *step = NULL;

    CHECK(mwa_resume(mwa_secret_text(parents->suspended), NULL, NULL, &wiki, &creation, NULL, NULL)
          == MWA_STATUS_OK);
    CHECK(mwa_answers_set(answers, "captcha", "Paris", NULL) == MWA_STATUS_OK);
    CHECK(mwa_answers_set(answers, "password", "Correct-horse-7-battery", NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_answer(creation, answers, NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_step(creation, &step, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_CREATED);
    mwa_step_free(step);
    mwa_answers_free(answers);
    mwa_conversation_free(creation);
    mwa_wiki_free(wiki);
    release(parents);
}

static void a_suspended_conversation(const char *questy)
{
    struct inherited mine = {questy, NULL, NULL, NULL, NULL, NULL};

    mine.wiki = wiki_at(questy);
    mine.creation = creation_of(mine.wiki, "Resumed Example");
    CHECK(mwa_conversation_step(mine.creation, &mine.step, NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_suspend(mine.creation, &mine.suspended, NULL) == MWA_STATUS_OK);
    in_child(resume_and_answer, &mine, CHECKED);
    release(&mine);
}

static void cancel_and_free(struct inherited *parents)
{
    every_call_fails(parents);
    mwa_canceller_cancel(parents->canceller);
    CHECK(mwa_canceller_is_cancelled(parents->canceller));
    mwa_canceller_reset(parents->canceller);
    release(parents);
}

/* A call of another thread, which does not exist in the child. */
static void a_running_call(const char *slow)
{
    struct inherited mine = {slow, NULL, NULL, NULL, NULL, NULL};
    struct running_call call;

    mine.wiki = wiki_at(slow);
    mine.creation = creation_of(mine.wiki, "Slow Example");
    mine.canceller = mwa_wiki_canceller(mine.wiki);
    begin_call(&call, mine.creation);
    /* The child cannot free what the other thread was changing: it leaks. */
    in_child(cancel_and_free, &mine, UNCHECKED);
    wait_ms(100);
    CHECK(!has_ended(&call));
    mwa_canceller_cancel(mine.canceller);
    end_cancelled_call(&call);
    release(&mine);
}

int main(int argc, char **argv)
{
    CHECK(argc == 4);
    a_wiki_with_a_connection(argv[1]);
    an_unused_wiki(argv[1]);
    a_wiki_in_use(argv[2]);
    a_suspended_conversation(argv[2]);
    a_running_call(argv[3]);
    puts("forks: noticed");
    return EXIT_SUCCESS;
}
