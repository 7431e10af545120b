/* Creates an account, with libcurl as the HTTP client: own_http WIKI NAME. Reads the password from
 * the environment variable PASSWORD. */

#include <curl/curl.h>
#include <mwaccount.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The maximum size of a response body in bytes; responses of the API are smaller. */
static const size_t MAX_BODY = 1 << 20;

/* The response being received; NULL before its status line. */
struct received {
    CURL *curl;
    mwa_response *response;
    size_t length;
};

static size_t write_body(char *bytes, size_t size, size_t count, void *data)
{
    struct received *received = data;
    size_t length = size * count;

    received->length += length;
    if (received->length > MAX_BODY
        || mwa_response_add_body(received->response, (const uint8_t *)bytes, length, NULL)
               != MWA_STATUS_OK)
        return 0;
    return length;
}

/* Receives a line of the head: "HTTP/1.1 200 OK" or "Name: value". */
static size_t write_header(char *bytes, size_t size, size_t count, void *data)
{
    struct received *received = data;
    size_t length = size * count;
    char line[8192];
    char *value;

    if (length >= sizeof line)
        return length;
    memcpy(line, bytes, length);
    line[length] = '\0';
    line[strcspn(line, "\r\n")] = '\0';
    if (strncmp(line, "HTTP/", 5) == 0) {
        /* Discards the head of an earlier 100 Continue. */
        long status = 0;
        mwa_response_free(received->response);
        received->response = NULL;
        curl_easy_getinfo(received->curl, CURLINFO_RESPONSE_CODE, &status);
        if (mwa_response_new((uint32_t)status, &received->response, NULL) != MWA_STATUS_OK)
            return 0;
    } else if ((value = strchr(line, ':')) != NULL) {
        *value++ = '\0';
        value += strspn(value, " \t");
        /* Fails for a value that is not UTF-8, which the library does not need. */
        mwa_response_add_header(received->response, line, value, NULL);
    }
    return length;
}

/* Returns how far a failed request came. */
static mwa_failure failure_of(CURLcode code)
{
    switch (code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
        return MWA_FAILURE_NOT_SENT;
    case CURLE_OPERATION_TIMEDOUT:
        return MWA_FAILURE_TIMED_OUT;
    default:
        return MWA_FAILURE_LOST;
    }
}

/* Returns why a request failed. */
static mwa_reason reason_of(CURLcode code)
{
    switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
        return MWA_REASON_INSECURE;
    case CURLE_WRITE_ERROR:
        return MWA_REASON_TOO_LARGE;
    default:
        return MWA_REASON_UNREACHABLE;
    }
}

/* Appends a header to a list. */
static struct curl_slist *with_header(struct curl_slist *headers, const char *name,
                                      const char *value)
{
    size_t length = strlen(name) + strlen(value) + 3;
    char *line = malloc(length);
    struct curl_slist *longer = NULL;

    if (line != NULL) {
        snprintf(line, length, "%s: %s", name, value);
        longer = curl_slist_append(headers, line);
        memset(line, 0, length);
        free(line);
    }
    if (longer == NULL) {
        perror("a header");
        exit(EXIT_FAILURE);
    }
    return longer;
}

/* Sends a request as it is, and feeds its outcome to the conversation. */
static mwa_status send_request(CURL *curl, mwa_conversation *creation, const mwa_request *request,
                               mwa_error **error)
{
    struct curl_slist *headers = NULL;
    struct received received = {curl, NULL, 0};
    size_t i;
    CURLcode code;
    mwa_status status;

    for (i = 0; i < mwa_request_header_count(request); i++)
        headers = with_header(headers, mwa_request_header_name(request, i),
                              mwa_request_header_value(request, i));
    curl_easy_reset(curl);
    curl_easy_setopt(curl, CURLOPT_URL, mwa_request_url(request));
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    /* libcurl may send a request twice if it reuses a connection. */
    if (mwa_request_effect(request) != MWA_EFFECT_READ)
        curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, 30L);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, write_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &received);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, write_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &received);
    if (strcmp(mwa_request_method(request), "POST") == 0) {
        curl_easy_setopt(curl, CURLOPT_POST, 1L);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE, (long)mwa_request_body_length(request));
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, mwa_request_body(request));
    }
    code = curl_easy_perform(curl);
    if (code == CURLE_OK)
        status = mwa_conversation_feed(creation, received.response, error);
    else
        status = mwa_conversation_feed_failure(creation, failure_of(code), reason_of(code),
                                               curl_easy_strerror(code), error);
    curl_slist_free_all(headers);
    mwa_response_free(received.response);
    return status;
}

int main(int argc, char **argv)
{
    CURL *curl = curl_easy_init();
    mwa_wiki *wiki = NULL;
    mwa_account *account = NULL;
    mwa_conversation *creation = NULL;
    mwa_step *step = NULL;
    mwa_error *error = NULL;
    mwa_request *request = NULL;
    mwa_status status;
    int result = EXIT_FAILURE;

    if (argc != 3 || curl == NULL) {
        fprintf(stderr, "usage: PASSWORD=... %s WIKI NAME\n", argv[0]);
        return EXIT_FAILURE;
    }
    status = mwa_wiki_new(argv[1], NULL, &wiki, &error);
    if (status == MWA_STATUS_OK)
        status = mwa_account_new(argv[2], &account, &error);
    if (status == MWA_STATUS_OK)
        status = mwa_account_set_password(account, getenv("PASSWORD"), &error);
    if (status == MWA_STATUS_OK)
        status = mwa_wiki_create(wiki, account, &creation, &error);

    while (status == MWA_STATUS_OK) {
        status = mwa_conversation_next_request(creation, &request, &error);
        if (status != MWA_STATUS_OK || request == NULL)
            break;
        printf("%s: %s %s\n", mwa_request_purpose(request), mwa_request_method(request),
               mwa_request_url(request));
        status = send_request(curl, creation, request, &error);
        mwa_request_free(request);
        request = NULL;
    }
    /* There is no request left, so this gets the step and sends nothing. */
    if (status == MWA_STATUS_OK)
        status = mwa_conversation_step(creation, &step, &error);
    if (status != MWA_STATUS_OK) {
        fprintf(stderr, "%s\n", mwa_error_message(error));
    } else {
        const mwa_refusal *refusal = mwa_step_refusal(step);

        switch (mwa_step_get_kind(step)) {
        case MWA_STEP_KIND_CREATED:
            printf("created %s\n", mwa_step_name(step));
            result = EXIT_SUCCESS;
            break;
        case MWA_STEP_KIND_REFUSED:
            printf("refused: %s\n", mwa_refusal_message(refusal));
            break;
        case MWA_STEP_KIND_UNKNOWN:
            printf("perhaps created: %s\n", mwa_refusal_message(refusal));
            break;
        default:
            printf("the wiki asks for more; see signup.c\n");
        }
    }

    mwa_error_free(error);
    mwa_step_free(step);
    mwa_conversation_free(creation);
    mwa_account_free(account);
    mwa_wiki_free(wiki);
    curl_easy_cleanup(curl);
    return result;
}
