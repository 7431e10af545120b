/* Finds api.php from the address of a page: find PAGE API, that address and the API URL. */

#include "check.h"

int main(int argc, char **argv)
{
    mwa_wiki *wiki;
    mwa_facts *facts = NULL;

    CHECK(argc == 3);
    wiki = wiki_at(argv[1]);
    CHECK(mwa_wiki_facts(wiki, &facts, NULL) == MWA_STATUS_OK);
    CHECK(!mwa_facts_is_api_found(facts));
    mwa_facts_free(facts);

    must_create(wiki, "Page Example");
    CHECK(mwa_wiki_facts(wiki, &facts, NULL) == MWA_STATUS_OK);
    CHECK(mwa_facts_is_api_found(facts));
    CHECK(strcmp(mwa_facts_api_url(facts), argv[2]) == 0);

    mwa_facts_free(facts);
    mwa_wiki_free(wiki);
    puts("find: found");
    return EXIT_SUCCESS;
}
