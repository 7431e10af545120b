/* Tests a program on an emulated wiki, which it reads and changes through the control address. */

#include <curl/curl.h>
#include <mwaccount.h>

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* testwiki in a child process. It ends when its standard input is closed, so with this process. */
struct emulated {
    int input;
    char url[128], control[128];
};

static void start(struct emulated *wiki)
{
    const char *testwiki = getenv("MWACCOUNT_TESTWIKI");
    int input[2], output[2];
    FILE *lines;

    assert(pipe(input) == 0 && pipe(output) == 0);
    if (fork() == 0) {
        dup2(input[0], 0);
        dup2(output[1], 1);
        close(input[1]);
        execlp(testwiki != NULL ? testwiki : "testwiki", "testwiki", "--control",
               "--exit-with-parent", (char *)NULL);
        _exit(127);
    }
    close(input[0]);
    close(output[1]);
    wiki->input = input[1];
    lines = fdopen(output[0], "r");
    assert(fgets(wiki->url, sizeof wiki->url, lines) != NULL);
    assert(fgets(wiki->control, sizeof wiki->control, lines) != NULL);
    wiki->url[strcspn(wiki->url, "\n")] = wiki->control[strcspn(wiki->control, "\n")] = '\0';
    fclose(lines);
}

/* Sends JSON, or nothing if it is NULL, and returns the JSON of the answer, valid until the next. */
static const char *ask(const struct emulated *wiki, const char *method, const char *resource,
                       const char *json)
{
    static char answer[65536], url[256];
    FILE *to = fmemopen(answer, sizeof answer, "w");
    CURL *curl = curl_easy_init();
    long status = 0;

    snprintf(url, sizeof url, "%s/%s", wiki->control, resource);
    curl_easy_setopt(curl, CURLOPT_URL, url);
    if (json != NULL)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, json);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, to);
    assert(curl_easy_perform(curl) == CURLE_OK);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_cleanup(curl);
    fclose(to);
    assert(status == 200);
    return answer;
}

static mwa_step_kind sign_up(const struct emulated *wiki, const char *name)
{
    mwa_wiki *client = NULL;
    mwa_account *account = NULL;
    mwa_conversation *creation = NULL;
    mwa_step *step = NULL;
    mwa_step_kind kind;

    assert(mwa_wiki_new(wiki->url, NULL, &client, NULL) == MWA_STATUS_OK);
    assert(mwa_account_new(name, &account, NULL) == MWA_STATUS_OK);
    assert(mwa_account_set_password(account, "Correct-horse-7", NULL) == MWA_STATUS_OK);
    assert(mwa_account_set_email(account, "zoe@example.org", NULL) == MWA_STATUS_OK);
    assert(mwa_wiki_create(client, account, &creation, NULL) == MWA_STATUS_OK);
    assert(mwa_conversation_step(creation, &step, NULL) == MWA_STATUS_OK);
    kind = mwa_step_get_kind(step);
    mwa_step_free(step);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(client);
    return kind;
}

int main(void)
{
    struct emulated wiki;

    start(&wiki);

    /* A lost answer creates one account. */
    ask(&wiki, "POST", "faults", "{\"fault\": \"reset-after@createaccount\"}");
    assert(sign_up(&wiki, "Zoe Example") == MWA_STEP_KIND_CREATED);
    assert(strstr(ask(&wiki, "GET", "accounts/Zoe%20Example", NULL),
                  "\"email\":\"zoe@example.org\""));
    assert(strstr(ask(&wiki, "GET", "mails", NULL), "\"to\":\"zoe@example.org\""));
    assert(strstr(ask(&wiki, "GET", "requests", NULL), "\"createaccount\":1"));

    /* The limit of a day ends. */
    ask(&wiki, "POST", "reset", "{\"throttle\": 1}");
    assert(sign_up(&wiki, "Zoe Example") == MWA_STEP_KIND_CREATED);
    assert(sign_up(&wiki, "Max Example") == MWA_STEP_KIND_REFUSED);
    ask(&wiki, "POST", "clock", "{\"advance\": 86400}");
    assert(sign_up(&wiki, "Max Example") == MWA_STEP_KIND_CREATED);

    close(wiki.input);
    puts("emulated_wiki: passed");
    return EXIT_SUCCESS;
}
