/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * message_rtf.c - see message_rtf.h
 *
 * A head of 16 bytes (two sizes, "LZFu", a checksum that is not looked at), then runs: a byte whose bits, the lowest first, say of
 * the next eight tokens whether each is a byte of text, or a place (12 bits) and a length (4 bits, less 2) in the last 4096 bytes.
 */
#include "cli/message_rtf.h"

#include <string.h>

#define WINDOW 4096
#define HEAD 16
#define MAGIC_AT 8

/* What the window begins with. */
static const char known[] =
    "{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    "Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx";

static size_t expand(const unsigned char *data, size_t length, char *text_r, size_t room)
{
	char window[WINDOW];
	size_t write = sizeof(known) - 1, used = 0, at = 0;

	memset(window, ' ', sizeof(window));
	memcpy(window, known, sizeof(known) - 1);
	while (at < length && used < room) {
		unsigned bits = data[at++];

		for (int i = 0; i < 8 && at < length && used < room; i++, bits >>= 1) {
			size_t from, count;

			if ((bits & 1) == 0) {
				text_r[used++] = window[write] = (char)data[at++];
				write = (write + 1) % WINDOW;
				continue;
			}
			if (at + 2 > length)
				return used;
			from = (size_t)data[at] << 4 | data[at + 1] >> 4;
			count = (data[at + 1] & 15U) + 2;
			at += 2;
			if (from == write) /* the end */
				return used;
			for (; count > 0 && used < room; count--) {
				text_r[used++] = window[write] = window[from];
				write = (write + 1) % WINDOW;
				from = (from + 1) % WINDOW;
			}
		}
	}
	return used;
}

size_t cli_message_expand_rtf(const unsigned char *data, size_t length, size_t *at, char *text_r, size_t room)
{
	while (*at < length) {
		const unsigned char *magic = memmem(data + *at, length - *at, "LZFu", 4);
		size_t used;

		if (magic == NULL)
			break;
		*at = (size_t)(magic - data) + 4;
		if (length - *at < HEAD - MAGIC_AT - 4)
			break;
		used = expand(magic + HEAD - MAGIC_AT, length - *at - (HEAD - MAGIC_AT - 4), text_r, room);
		if (used > 0)
			return used;
	}
	*at = length;
	return 0;
}
