/* Checks that many creations do not increase the memory in use: growth API COUNT. */

#define _DEFAULT_SOURCE

#include "check.h"

#include <malloc.h>

/* Returns the bytes that are allocated and not freed. */
static size_t in_use(void)
{
    return mallinfo2().uordblks;
}

int main(int argc, char **argv)
{
    long count, i;
    size_t settled = 0, most = 0;
    mwa_wiki *wiki;

    CHECK(argc == 3);
    count = strtol(argv[2], NULL, 10);
    CHECK(count >= 100);
    wiki = wiki_at(argv[1]);
    for (i = 0; i < count; i++) {
        char name[64];

        snprintf(name, sizeof name, "Growth %ld", i);
        must_create(wiki, name);
        if (i == count / 10)
            settled = in_use();
        if (i > count / 10 && in_use() > most)
            most = in_use();
    }
    /* valgrind and the sanitizers replace malloc, so mallinfo2 reports nothing. */
    if (settled == 0)
        printf("growth: %ld creations, memory checked by another tool\n", count);
    else
        printf("growth: %ld creations, %zu bytes in use after a tenth, at most %zu since\n",
               count, settled, most);
    CHECK(most < settled + 16384);
    mwa_wiki_free(wiki);
    return EXIT_SUCCESS;
}
