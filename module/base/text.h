/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * text.h - text of bounded length, and text of foreign origin made harmless.
 * Everything that a stranger sent (HELO, sender, DNS text, a name from a database) passes through here
 * before it reaches a reply, a log line or a terminal.
 */
#ifndef WB_TEXT_H
#define WB_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Text that grows inside a buffer of the caller and is always terminated; what does not fit is left out. */
struct wb_text {
	char *data;
	size_t size;    /* bytes of the buffer, the final NUL included */
	size_t length;  /* bytes used, without the NUL */
	bool truncated; /* something did not fit */
};

/* buffer must outlive text and hold at least one byte. */
void wb_text_open(struct wb_text *text, char *buffer, size_t size);
void wb_text_add(struct wb_text *text, const char *string);
void wb_text_add_char(struct wb_text *text, char c);
void wb_text_addf(struct wb_text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Adds at most max_bytes of foreign as printable ASCII: each other byte becomes '?'. For replies. */
void wb_text_add_printable(struct wb_text *text, const char *foreign, size_t max_bytes);

/*
 * Adds the value of a key=value pair. A value that is empty or holds a space, a quote, '=' , a backslash or
 * anything unprintable is put into double quotes, with \" \\ and \xNN inside; at most max_bytes of the value are taken.
 */
void wb_text_add_value(struct wb_text *text, const char *value, size_t max_bytes);

/*
 * Adds one of count names as a sentence lists them, when called for each of them in turn: "host, range or network", where word is
 * "or". place counts from 0.
 */
void wb_text_add_item(struct wb_text *text, size_t place, size_t count, const char *word, const char *name);

/* Adds thousandths as a decimal with at least one place: 1000 is "1.0", 250 is "0.25". */
void wb_text_add_milli(struct wb_text *text, unsigned long milli);

#define WB_TEXT_UTF8_SIZE 4

/*
 * A character as UTF-8; returns its bytes, none of a surrogate and of what is above U+10FFFF. encoded_r holds WB_TEXT_UTF8_SIZE bytes
 * and is not terminated. Source: RFC 3629 section 3.
 */
size_t wb_text_encode_utf8(uint32_t code, char *encoded_r);

/* Copies foreign as valid UTF-8 without control characters (of direction, too), cut at a character's end; '?' for what is not. */
void wb_text_copy_utf8(char *buffer, size_t size, const char *foreign, size_t length);

/* The same for text of several lines: \n stays, and \r\n becomes one. */
void wb_text_copy_utf8_lines(char *buffer, size_t size, const char *foreign, size_t length);

/*
 * Copies a message that quotes what was found, for one line of a terminal or a log of errors. Valid UTF-8 stays as it is. Control
 * characters (of direction, too) and bytes that are no UTF-8 become \n, \t or \xNN, so that a '?' is always one that was found. No
 * character and no \xNN is cut apart. Backslashes are not doubled.
 */
void wb_text_copy_message(char *buffer, size_t size, const char *message);

/* Copies a string, cut to fit; returns false when it was cut. */
bool wb_text_copy(char *buffer, size_t size, const char *string);

/* Takes blanks and tabs off both ends: cuts the end off, and returns where the rest begins. */
char *wb_text_trim(char *string);

/* True when every byte is printable ASCII. */
bool wb_text_is_printable(const char *string);

#define WB_TEXT_PERCENT_SIZE 4

/*
 * A byte as a part of a URL: itself, or %XX. Source: RFC 3986 section 2.3, unreserved characters; by hand, since isalnum goes by the
 * locale. encoded_r holds WB_TEXT_PERCENT_SIZE bytes.
 */
void wb_text_percent_encode(char c, char *encoded_r);

#endif
