/* A library without a transport refuses what it cannot do. */

#include "check.h"

typedef mwa_status (*setter)(mwa_options *options, const char *value, mwa_error **error);

int main(void)
{
    const setter setters[] = {mwa_options_set_proxy, mwa_options_set_ca_file, mwa_options_set_client_cert,
                              mwa_options_set_client_key};
    const char *const api = "https://wiki.example.org/w/api.php";
    mwa_wiki *wiki = NULL;
    mwa_conversation *creation;
    mwa_step *step = NULL;
    mwa_error *error = NULL;
    size_t i;

    for (i = 0; i < sizeof setters / sizeof *setters; i++) {
        mwa_options *options = mwa_options_new();
        CHECK(setters[i](options, "http://proxy.example.org:8080", NULL) == MWA_STATUS_OK);
        CHECK(mwa_wiki_new(api, options, &wiki, &error) == MWA_STATUS_FAILED);
        CHECK(mwa_error_reason(error) == MWA_REASON_INVALID_ARGUMENT);
        CHECK(strstr(mwa_error_message(error), "no transport") != NULL);
        CHECK(wiki == NULL);
        mwa_error_free(error);
        error = NULL;
        mwa_options_free(options);
    }

    wiki = wiki_at(api);
    creation = creation_of(wiki, "Zoe Example");
    CHECK(mwa_conversation_step(creation, &step, &error) == MWA_STATUS_FAILED);
    CHECK(mwa_error_reason(error) == MWA_REASON_INVALID_ARGUMENT);
    CHECK(strstr(mwa_error_message(error), "no transport") != NULL);
    mwa_error_free(error);
    mwa_conversation_free(creation);
    mwa_wiki_free(wiki);
    puts("without_transport: refused");
    return EXIT_SUCCESS;
}
