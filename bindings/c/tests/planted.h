/* Secrets that a test plants, and the search for them in every encoding in which a program may show them. */

#ifndef PLANTED_H
#define PLANTED_H

#include "check.h"

/* Bytes that grow. */
struct bytes {
    char *at;
    size_t length, space;
};

static inline void append(struct bytes *to, const void *from, size_t length)
{
    if (to->length + length + 1 > to->space) {
        to->space = 2 * (to->length + length + 1);
        to->at = realloc(to->at, to->space);
        CHECK(to->at != NULL);
    }
    memcpy(to->at + to->length, from, length);
    to->length += length;
    to->at[to->length] = '\0';
}

/* Appends a text and a line break; nothing for NULL. */
static inline void append_line(struct bytes *to, const char *text)
{
    if (text != NULL) {
        append(to, text, strlen(text));
        append(to, "\n", 1);
    }
}

static inline int contains(const struct bytes *in, const char *text, size_t length)
{
    const char *at = in->at, *end = in->at + in->length;

    while ((size_t)(end - at) >= length && (at = memchr(at, text[0], (size_t)(end - at) - length + 1)) != NULL) {
        if (memcmp(at, text, length) == 0)
            return 1;
        at++;
    }
    return 0;
}

/* Percent-encodes a text, except letters, digits and the characters of `keep`. */
static inline struct bytes percent_encoded(const char *text, const char *keep, const char *space)
{
    static const char HEX[] = "0123456789ABCDEF";
    struct bytes encoded = {NULL, 0, 0};

    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;
        char code[3] = {'%', HEX[byte / 16], HEX[byte % 16]};
        int is_kept = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z')
                      || (byte >= '0' && byte <= '9') || strchr(keep, byte) != NULL;
        if (byte == ' ')
            append(&encoded, space, strlen(space));
        else
            append(&encoded, is_kept ? text : code, is_kept ? 1 : 3);
    }
    return encoded;
}

/* As in JSON, in C and in Debug of Rust. */
static inline struct bytes escaped(const char *text)
{
    struct bytes all = {NULL, 0, 0};
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            append(&all, "\\", 1);
        append(&all, text, 1);
    }
    return all;
}

static inline struct bytes in_hex(const char *text)
{
    struct bytes all = {NULL, 0, 0};
    for (; *text; text++) {
        char digits[3];
        snprintf(digits, sizeof digits, "%02x", (unsigned char)*text);
        append(&all, digits, 2);
    }
    return all;
}

/* Without the letters that depend on what is around the text; `before` is the number of bytes before it in a group of
 * three. `last` are the letters of 62 and 63. */
static inline struct bytes in_base64(const char *text, size_t before, const char *last)
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    struct bytes all = {NULL, 0, 0};
    size_t length = before + strlen(text), bit;

    for (bit = 0; bit + 6 <= 8 * length; bit += 6) {
        unsigned value = 0, i;
        for (i = bit; i < bit + 6; i++) {
            unsigned byte = i / 8 < before ? 0 : (unsigned char)text[i / 8 - before];
            value = value << 1 | (byte >> (7 - i % 8) & 1);
        }
        if (bit / 8 >= before)
            append(&all, value < 62 ? &LETTERS[value] : &last[value - 62], 1);
    }
    return all;
}

enum { FORMS = 11 };

/* Returns whether a text is there in any encoding. */
static inline int is_in(const struct bytes *in, const char *text)
{
    struct bytes forms[FORMS] = {
        {NULL, 0, 0},
        percent_encoded(text, "*-._", "+"),
        percent_encoded(text, "-._~", "%20"),
        escaped(text),
        in_hex(text),
        in_base64(text, 0, "+/"),
        in_base64(text, 1, "+/"),
        in_base64(text, 2, "+/"),
        in_base64(text, 0, "-_"),
        in_base64(text, 1, "-_"),
        in_base64(text, 2, "-_"),
    };
    int i, is_there = 0;

    append(&forms[0], text, strlen(text));
    for (i = 0; i < FORMS; i++) {
        is_there = is_there || contains(in, forms[i].at, forms[i].length);
        free(forms[i].at);
    }
    return is_there;
}

/* Decodes base64url, up to the first other character. */
static inline struct bytes decoded(const char *text)
{
    static const char LETTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    struct bytes all = {NULL, 0, 0};
    unsigned value = 0, bits = 0;
    const char *letter;

    for (; *text && (letter = strchr(LETTERS, *text)) != NULL; text++) {
        value = (value << 6 | (unsigned)(letter - LETTERS)) & 0xffff;
        bits += 6;
        if (bits >= 8) {
            char byte = (char)(value >> (bits - 8) & 0xff);
            append(&all, &byte, 1);
            bits -= 8;
        }
    }
    return all;
}

#endif
