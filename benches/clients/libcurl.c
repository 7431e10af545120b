/* Creates accounts with libcurl, in as little work as it can be done: libcurl MODE API COUNT PREFIX [xml] [ca=FILE]. The
 * accounts are PREFIX 1, PREFIX 2 and so on, over one connection. The modes are
 *
 *     get-post   1.27 and later: fetches a token and posts an account, for each; fails if the wiki does not create one
 *     post       1.27 and later: fetches one token, and posts all accounts with it; fails if the wiki does not create one
 *     two-posts  1.21 to 1.26: posts each account twice, without a token and with one. It reads no answer, so the token is
 *                not the wiki's, and no account is created: the least that two requests can cost */

#include <curl/curl.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct answer {
    char text[65536];
    size_t length;
};

static size_t keep(char *data, size_t size, size_t count, void *to)
{
    struct answer *answer = to;

    size *= count;
    if (size > sizeof answer->text - 1 - answer->length)
        return 0;
    memcpy(answer->text + answer->length, data, size);
    answer->length += size;
    answer->text[answer->length] = 0;
    return size;
}

static size_t drop(char *data, size_t size, size_t count, void *to)
{
    (void)data;
    (void)to;
    return size * count;
}

/* Sends a request, a POST unless the body is NULL. */
static int send_request(CURL *curl, const char *url, const char *body, struct answer *answer)
{
    CURLcode code;
    long status = 0;

    answer->length = 0;
    curl_easy_setopt(curl, CURLOPT_URL, url);
    if (body == NULL) {
        curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    } else {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)strlen(body));
    }
    code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    if (code != CURLE_OK || status != 200) {
        fprintf(stderr, "%s, status %ld\n", curl_easy_strerror(code), status);
        return 0;
    }
    return 1;
}

/* Fetches a token, and encodes it for a form. */
static int fetch_token(CURL *curl, const char *api, struct answer *answer, char *token, size_t size)
{
    static const char key[] = "\"createaccounttoken\":\"";
    char url[1024], *start, *end;

    snprintf(url, sizeof url, "%s?action=query&meta=tokens&type=createaccount&format=json", api);
    if (!send_request(curl, url, NULL, answer))
        return 0;
    start = strstr(answer->text, key);
    end = start == NULL ? NULL : strchr(start + sizeof key - 1, '"');
    /* The token ends with +\, and JSON doubles the backslash. */
    if (end == NULL || end[-3] != '+') {
        fprintf(stderr, "no token in %s\n", answer->text);
        return 0;
    }
    snprintf(token, size, "%.*s%%2B%%5C", (int)(end - 3 - (start + sizeof key - 1)), start + sizeof key - 1);
    return 1;
}

int main(int argc, char **argv)
{
    static struct answer answer;
    CURL *curl;
    char body[2048], name[256], token[256] = "";
    const char *mode, *api, *prefix, *format = "json";
    int result = EXIT_SUCCESS, legacy, i;

    if (argc < 5) {
        fprintf(stderr, "usage: %s MODE API COUNT PREFIX [xml] [ca=FILE]\n", argv[0]);
        return EXIT_FAILURE;
    }
    mode = argv[1];
    api = argv[2];
    prefix = argv[4];
    legacy = strcmp(mode, "two-posts") == 0;
    curl_global_init(CURL_GLOBAL_DEFAULT);
    curl = curl_easy_init();
    curl_easy_setopt(curl, CURLOPT_COOKIEFILE, "");
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "mwaccount-bench");
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, legacy ? drop : keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_3);
    for (i = 5; i < argc; i++) {
        if (strcmp(argv[i], "xml") == 0)
            format = "xml";
        else if (strncmp(argv[i], "ca=", 3) == 0)
            curl_easy_setopt(curl, CURLOPT_CAINFO, argv[i] + 3);
    }
    if (strcmp(mode, "post") == 0 && !fetch_token(curl, api, &answer, token, sizeof token))
        result = EXIT_FAILURE;
    for (i = 1; i <= atoi(argv[3]) && result == EXIT_SUCCESS; i++) {
        if (strcmp(mode, "get-post") == 0 && !fetch_token(curl, api, &answer, token, sizeof token)) {
            result = EXIT_FAILURE;
            break;
        }
        snprintf(name, sizeof name, "%s+%d", prefix, i);
        if (legacy) {
            snprintf(body, sizeof body,
                     "action=createaccount&format=%s&name=%s&password=Correct-horse-7-battery&email=zoe%%40example.org",
                     format, name);
            if (!send_request(curl, api, body, &answer))
                result = EXIT_FAILURE;
            strcat(body, "&token=0123456789abcdef0123456789abcdef");
            if (!send_request(curl, api, body, &answer))
                result = EXIT_FAILURE;
        } else {
            snprintf(body, sizeof body,
                     "action=createaccount&format=%s&username=%s&password=Correct-horse-7-battery"
                     "&retype=Correct-horse-7-battery&email=zoe%%40example.org"
                     "&createreturnurl=http%%3A%%2F%%2Flocalhost%%2F&createtoken=%s",
                     format, name, token);
            if (!send_request(curl, api, body, &answer)) {
                result = EXIT_FAILURE;
            } else if (strstr(answer.text, "\"PASS\"") == NULL) {
                fprintf(stderr, "%s was not created: %s\n", name, answer.text);
                result = EXIT_FAILURE;
            }
        }
    }
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    return result;
}
