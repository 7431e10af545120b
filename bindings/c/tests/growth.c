/* Many creations without growth: growth API COUNT. */

#define _DEFAULT_SOURCE

#include "check.h"

#include <malloc.h>

/* Bytes that were asked of malloc and not given back. */
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
    /* Tools that look for leaks bring a malloc of their own, which is not asked. */
    if (settled == 0)
        printf("growth: %ld creations, watched from outside\n", count);
    else
        printf("growth: %ld creations, %zu bytes in use after a tenth, at most %zu since\n",
               count, settled, most);
    CHECK(most < settled + 16384);
    mwa_wiki_free(wiki);
    return EXIT_SUCCESS;
}
