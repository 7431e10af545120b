/* Uses handles in several threads, as the header permits: threads PLAIN SLOW, the API URLs of two
 * wikis, of which one responds slowly. */

#include "running_call.h"

enum { THREADS = 8, ROUNDS = 20 };

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* A thread that shares its wiki with others, and its counts. */
struct worker {
    mwa_wiki *wiki;
    int number;
    int created;
    int in_use;
};

static void back_off(struct worker *worker)
{
    worker->in_use++;
    wait_ms(1);
}

/* Creates an account. Returns 0 if another thread began a creation meanwhile, which ends this one
 * before a request that could create the account. */
static int try_create(struct worker *worker, const char *name)
{
    mwa_account *account = account_of(name);
    mwa_conversation *creation = NULL;
    mwa_step *step = NULL;
    mwa_error *error = NULL;
    mwa_status status;

    while ((status = mwa_wiki_create(worker->wiki, account, &creation, NULL)) == MWA_STATUS_IN_USE)
        back_off(worker);
    CHECK(status == MWA_STATUS_OK);
    while ((status = mwa_conversation_step(creation, &step, &error)) == MWA_STATUS_IN_USE) {
        mwa_error_free(error);
        error = NULL;
        back_off(worker);
    }
    if (status == MWA_STATUS_OK) {
        CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_CREATED);
        CHECK(strcmp(mwa_step_name(step), name) == 0);
    } else {
        CHECK(mwa_error_reason(error) == MWA_REASON_SESSION_LOST);
    }
    mwa_error_free(error);
    mwa_step_free(step);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    return status == MWA_STATUS_OK;
}

static void *run_worker(void *data)
{
    struct worker *worker = data;
    int round;

    for (round = 0; round < ROUNDS; round++) {
        char name[64];

        snprintf(name, sizeof name, "Thread %d round %d", worker->number, round);
        while (!try_create(worker, name))
            back_off(worker);
        worker->created++;
    }
    return NULL;
}

static void one_at_a_time(const char *plain)
{
    mwa_wiki *wiki = wiki_at(plain);
    struct worker all[THREADS];
    pthread_t threads[THREADS];
    int created = 0, in_use = 0, i;

    memset(all, 0, sizeof all);
    for (i = 0; i < THREADS; i++) {
        all[i].wiki = wiki;
        all[i].number = i;
        CHECK(pthread_create(&threads[i], NULL, run_worker, &all[i]) == 0);
    }
    for (i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
        created += all[i].created;
        in_use += all[i].in_use;
    }
    CHECK(created == THREADS * ROUNDS);
    CHECK(in_use > 0);
    mwa_wiki_free(wiki);
}

static void a_call_is_cancelled(const char *slow)
{
    mwa_wiki *wiki = wiki_at(slow);
    mwa_canceller *canceller = mwa_wiki_canceller(wiki);
    struct running_call call;
    mwa_facts *facts = NULL;
    double start;

    begin_call(&call, creation_of(wiki, "Slow Example"));
    /* The other thread is in its call: only the canceller can be used now. */
    CHECK(mwa_wiki_facts(wiki, &facts, NULL) == MWA_STATUS_IN_USE);
    CHECK(mwa_wiki_log_out(wiki, NULL) == MWA_STATUS_IN_USE);
    start = now();
    mwa_canceller_cancel(canceller);
    end_cancelled_call(&call);
    CHECK(now() - start < 2.0);
    CHECK(mwa_canceller_is_cancelled(canceller));
    mwa_canceller_reset(canceller);
    CHECK(!mwa_canceller_is_cancelled(canceller));
    CHECK(mwa_wiki_facts(wiki, &facts, NULL) == MWA_STATUS_OK);
    CHECK(mwa_facts_requests(facts) == 1);

    mwa_facts_free(facts);
    mwa_conversation_free(call.creation);
    mwa_wiki_free(wiki);
    /* A canceller outlives its wiki. */
    mwa_canceller_cancel(canceller);
    mwa_canceller_free(canceller);
}

static void *read_step(void *data)
{
    const mwa_step *step = data;
    int i;

    for (i = 0; i < 1000; i++) {
        CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_CREATED);
        CHECK(strcmp(mwa_step_name(step), "Shared Example") == 0);
    }
    return NULL;
}

static void *free_creation(void *data)
{
    mwa_conversation_free(data);
    return NULL;
}

/* Threads read the same step; a handle is freed by another thread than created it. */
static void handles_move(const char *plain)
{
    mwa_wiki *wiki = wiki_at(plain);
    mwa_conversation *creation = creation_of(wiki, "Shared Example");
    mwa_step *step = NULL;
    pthread_t threads[THREADS];
    int i;

    CHECK(mwa_conversation_step(creation, &step, NULL) == MWA_STATUS_OK);
    for (i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, read_step, step) == 0);
    for (i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
    CHECK(pthread_create(&threads[0], NULL, free_creation, creation) == 0);
    CHECK(pthread_join(threads[0], NULL) == 0);
    mwa_step_free(step);
    mwa_wiki_free(wiki);
}

int main(int argc, char **argv)
{
    CHECK(argc == 3);
    handles_move(argv[1]);
    one_at_a_time(argv[1]);
    a_call_is_cancelled(argv[2]);
    puts("threads: every rule holds");
    return EXIT_SUCCESS;
}
