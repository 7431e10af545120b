/* A panic does not leave the library as it is shipped: its build profile must not turn panics into the end of the process.
 *
 * Rust's standard library panics when the clock cannot be read, so this program has a clock that can break. */

#define _DEFAULT_SOURCE

#include "check.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static bool is_broken;

/* Takes the place of the C library's function, for the library too. */
int clock_gettime(clockid_t clock, struct timespec *time)
{
    if (is_broken) {
        errno = EINVAL;
        return -1;
    }
    return (int)syscall(SYS_clock_gettime, clock, time);
}

int main(void)
{
    mwa_wiki *wiki = wiki_at("https://wiki.example.org/w/api.php");
    mwa_conversation *creation = creation_of(wiki, "Zoe Example");
    mwa_wiki *other = wiki_at("https://wiki.example.org/w/api.php");
    mwa_conversation *others_creation = creation_of(other, "Zoe Example");
    mwa_request *request = NULL;
    mwa_error *error = NULL;

    is_broken = true;
    CHECK(mwa_conversation_next_request(creation, &request, &error) == MWA_STATUS_PANIC);
    is_broken = false;
    CHECK(mwa_error_status(error) == MWA_STATUS_PANIC);
    CHECK(strstr(mwa_error_message(error), "internal error") != NULL);
    CHECK(request == NULL);
    mwa_error_free(error);

    /* What the call was changing is not used again, and everything else is. */
    CHECK(mwa_conversation_next_request(creation, &request, NULL) == MWA_STATUS_PANIC);
    CHECK(mwa_conversation_next_request(others_creation, &request, NULL) == MWA_STATUS_OK);
    CHECK(request != NULL);

    mwa_request_free(request);
    mwa_conversation_free(creation);
    mwa_conversation_free(others_creation);
    mwa_wiki_free(wiki);
    mwa_wiki_free(other);
    puts("panics: caught");
    return EXIT_SUCCESS;
}
