/* Secrets in the memory of the process after everything was freed, as a core file would show them. The program knows
   them only masked, so that what it seeks is not what it finds. Linux only. */

#define _FILE_OFFSET_BITS 64
#include "check.h"

#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#define MASK 0xa5
#define PART (1 << 20)
/* The last letters of a secret, which are sought: an allocator writes its own data over the first ones. */
#define END 14

enum secret { PASSWORD, PASSWORD_IN_FORM, CREATOR, CREATOR_IN_FORM, HTTP, PROXY, CONTROL, COUNT };

/* Each letter xor MASK. The last secret stays on purpose. */
static const char *const PLAIN_NAMES[COUNT] = {"password", "password in a form", "creator", "creator in a form",
                                               "HTTP password", "proxy password", "control"};
static unsigned char masked[COUNT][64];
static size_t lengths[COUNT];

/* Masks a secret that is computed letter by letter, so that it is nowhere in the program. The number is its second
   half. */
static void prepare(enum secret which, int is_encoded, unsigned number)
{
    static const char LETTERS[] = "Planted-in-the-memory-of-a-process";
    size_t at = 0, letter;

    for (letter = 0; LETTERS[letter]; letter++)
        masked[which][at++] = (unsigned char)(LETTERS[letter] ^ MASK);
    if (is_encoded) {
        masked[which][at++] = '%' ^ MASK;
        masked[which][at++] = '2' ^ MASK;
        masked[which][at++] = 'B' ^ MASK;
    } else {
        masked[which][at++] = '+' ^ MASK;
    }
    for (letter = 0; letter < 12; letter++, number = number * 7 + 3)
        masked[which][at++] = (unsigned char)(('a' + number % 26) ^ MASK);
    lengths[which] = at;
}

/* Writes a secret's text into a buffer, which the caller wipes. */
static const char *reveal(enum secret which, char *buffer)
{
    size_t at;
    for (at = 0; at < lengths[which]; at++)
        buffer[at] = (char)(masked[which][at] ^ MASK);
    buffer[at] = '\0';
    return buffer;
}

static void wipe(volatile char *buffer, size_t length)
{
    while (length--)
        *buffer++ = 0;
}

/* Counts a secret in all memory except the buffer that is read into. */
static unsigned long count(enum secret which)
{
    static unsigned char *part;
    unsigned long found = 0;
    const unsigned char *end_of_secret = masked[which] + lengths[which] - END;
    char line[4096];
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);

    if (!part)
        part = malloc(PART);
    CHECK(part && maps && memory >= 0);
    while (fgets(line, sizeof line, maps)) {
        unsigned long long start, end, at;
        char rights[8];
        CHECK(sscanf(line, "%llx-%llx %7s", &start, &end, rights) == 3);
        if (rights[0] != 'r' || strstr(line, "[v"))
            continue;
        for (at = start; at < end; at += PART - END) {
            size_t length = end - at < PART ? (size_t)(end - at) : PART, place;
            if (pread(memory, part, length, (off_t)at) != (ssize_t)length)
                break;
            for (place = 0; place + END <= length; place++) {
                size_t same = 0;
                unsigned long long address = at + place;
                while (same < END && (part[place + same] ^ MASK) == end_of_secret[same])
                    same++;
                /* The end of a part is read again with the next one. */
                if (same == END && (end - at <= PART || place < PART - END) &&
                    (address < (unsigned long)part || address >= (unsigned long)part + PART))
                    found++;
            }
            if (length < PART)
                break;
        }
    }
    fclose(maps);
    close(memory);
    return found;
}

static void converse(const char *api)
{
    char secret[sizeof masked[0]], proxy[2 * sizeof masked[0]];
    mwa_options *options = mwa_options_new();
    mwa_wiki *wiki = NULL;
    mwa_account *account = NULL;
    mwa_conversation *conversation = NULL;
    mwa_step *step = NULL;

    CHECK(mwa_options_set_http_auth(options, "lab", reveal(HTTP, secret), NULL) == MWA_STATUS_OK);
    sprintf(proxy, "http://lab:%s@127.0.0.1:1", reveal(PROXY, secret));
    CHECK(mwa_options_set_proxy(options, proxy, NULL) == MWA_STATUS_OK);
    CHECK(mwa_options_set_proxy(options, NULL, NULL) == MWA_STATUS_OK);
    CHECK(mwa_wiki_new(api, options, &wiki, NULL) == MWA_STATUS_OK);
    mwa_options_free(options);

    CHECK(mwa_wiki_log_in(wiki, "Nobody", reveal(CREATOR, secret), NULL, &conversation, NULL) == MWA_STATUS_OK);
    CHECK(mwa_conversation_step(conversation, &step, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_REFUSED);
    mwa_step_free(step);
    mwa_conversation_free(conversation);
    CHECK(mwa_wiki_log_out(wiki, NULL) == MWA_STATUS_OK);

    CHECK(mwa_account_new("Memory Example", &account, NULL) == MWA_STATUS_OK);
    CHECK(mwa_account_set_password(account, reveal(PASSWORD, secret), NULL) == MWA_STATUS_OK);
    CHECK(mwa_wiki_create(wiki, account, &conversation, NULL) == MWA_STATUS_OK);
    mwa_account_free(account);
    CHECK(mwa_conversation_step(conversation, &step, NULL) == MWA_STATUS_OK);
    CHECK(mwa_step_get_kind(step) == MWA_STEP_KIND_CREATED);
    mwa_step_free(step);
    mwa_conversation_free(conversation);
    mwa_wiki_free(wiki);

    wipe(secret, sizeof secret);
    wipe(proxy, sizeof proxy);
}

int main(int argc, char **argv)
{
    enum secret which;
    char *control = malloc(sizeof masked[0]);
    int failed = 0;

    CHECK(argc == 2 && control);
    prepare(PASSWORD, 0, 71);
    prepare(PASSWORD_IN_FORM, 1, 71);
    prepare(CREATOR, 0, 72);
    prepare(CREATOR_IN_FORM, 1, 72);
    prepare(HTTP, 0, 73);
    prepare(PROXY, 0, 74);
    prepare(CONTROL, 0, 99);
    reveal(CONTROL, control);
    converse(argv[1]);
    for (which = 0; which < COUNT; which++) {
        unsigned long left = count(which);
        if (which == CONTROL ? left == 0 : left > 0) {
            fprintf(stderr, "memory: %s is in memory %lu times\n", PLAIN_NAMES[which], left);
            failed = 1;
        }
    }
    free(control);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
