/* Checks that the library does not change its process: host PLAIN RESETTING, the API URLs of two
 * wikis, of which one resets the connection. */

#define _DEFAULT_SOURCE

#include "check.h"

#include <locale.h>
#include <signal.h>

extern char **environ;

enum { MAX_SIGNALS = 65, MAX_VARIABLES = 4096 };

/* The state of the process that the library must not change. */
struct host {
    char locale[256];
    void *handlers[MAX_SIGNALS];
    sigset_t blocked;
    char *variables[MAX_VARIABLES];
    size_t count;
};

static void snapshot(struct host *host)
{
    int number;

    memset(host, 0, sizeof *host);
    snprintf(host->locale, sizeof host->locale, "%s", setlocale(LC_ALL, NULL));
    for (number = 1; number < MAX_SIGNALS; number++) {
        struct sigaction action;
        if (sigaction(number, NULL, &action) == 0)
            memcpy(&host->handlers[number], &action.sa_handler, sizeof(void *));
    }
    sigprocmask(SIG_SETMASK, NULL, &host->blocked);
    while (environ[host->count] != NULL) {
        CHECK(host->count < MAX_VARIABLES);
        host->variables[host->count] = environ[host->count];
        host->count++;
    }
}

static void create(const char *api, const char *name)
{
    mwa_wiki *wiki = wiki_at(api);

    must_create(wiki, name);
    mwa_wiki_free(wiki);
}

int main(int argc, char **argv)
{
    static struct host before, after;

    CHECK(argc == 3);
    setlocale(LC_ALL, "C.UTF-8");
    snapshot(&before);
    create(argv[1], "Host left alone");
    /* With the default SIGPIPE, a write to a closed connection must not end the process. The
     * account was created before the reset, which the existence check finds. */
    create(argv[2], "Reset Example");
    snapshot(&after);
    CHECK(memcmp(&before, &after, sizeof before) == 0);
    puts("host: unchanged");
    return EXIT_SUCCESS;
}
