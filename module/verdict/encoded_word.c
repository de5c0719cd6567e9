/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* encoded_word.c - see encoded_word.h */
#include "verdict/encoded_word.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum charset { CHARSET_OTHER, CHARSET_UTF8, CHARSET_ONE_BYTE };

/* Text that is decoded: a byte is put in, a character may be counted. */
struct decoded {
	struct wb_text text;
	size_t characters;
	enum charset charset;
	bool is_uncounted;
};

size_t wb_encoded_word_length(const char *text)
{
	size_t length = 2;

	if (text[0] != '=' || text[1] != '?')
		return 0;
	for (int part = 0; part < 3; part++) {
		length += strcspn(text + length, "? \t");
		if (text[length] != '?')
			return 0;
		length++;
	}
	return text[length] == '=' ? length + 1 : 0;
}

static enum charset read_charset(const char *name, size_t length)
{
	static const struct {
		const char *begins;
		enum charset charset;
	} rows[] = {
		{ "UTF-8", CHARSET_UTF8 },
		{ "UTF8", CHARSET_UTF8 },
		{ "US-ASCII", CHARSET_ONE_BYTE },
		{ "ISO-8859-", CHARSET_ONE_BYTE },
		{ "windows-125", CHARSET_ONE_BYTE },
		{ "cp125", CHARSET_ONE_BYTE },
		{ "koi8-", CHARSET_ONE_BYTE },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (length >= strlen(rows[i].begins) && strncasecmp(name, rows[i].begins, strlen(rows[i].begins)) == 0)
			return rows[i].charset;
	}
	return CHARSET_OTHER;
}

static void put(struct decoded *decoded, unsigned char byte)
{
	if (byte < 0x20 || byte == 0x7f)
		byte = ' ';
	wb_text_add_char(&decoded->text, (char)byte);
	/* RFC 3629 section 3: 10xxxxxx continues a character. */
	if (decoded->charset != CHARSET_UTF8 || (byte & 0xc0) != 0x80)
		decoded->characters++;
	if (decoded->charset == CHARSET_OTHER)
		decoded->is_uncounted = true;
}

static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static void put_q(struct decoded *decoded, const char *p, const char *end)
{
	for (; p < end; p++) {
		if (*p == '=' && end - p > 2 && hex_value(p[1]) >= 0 && hex_value(p[2]) >= 0) {
			put(decoded, (unsigned char)(hex_value(p[1]) << 4 | hex_value(p[2])));
			p += 2;
		} else {
			put(decoded, *p == '_' ? ' ' : (unsigned char)*p);
		}
	}
}

/* RFC 4648 section 4; what is no letter of it is passed over. */
static void put_b(struct decoded *decoded, const char *p, const char *end)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, count = 0;

	for (; p < end && *p != '='; p++) {
		const char *letter = strchr(letters, *p);

		if (letter == NULL)
			continue;
		bits = (bits << 6 | (unsigned)(letter - letters)) & 0xffff;
		count += 6;
		if (count >= 8) {
			count -= 8;
			put(decoded, (unsigned char)(bits >> count));
		}
	}
}

/* Behind the encoded word at p; NULL: there is none, or its encoding is not known. */
static const char *put_word(struct decoded *decoded, const char *p)
{
	size_t length = wb_encoded_word_length(p);
	const char *charset = p + 2, *encoding, *end;

	if (length == 0)
		return NULL;
	encoding = strchr(charset, '?') + 1;
	end = p + length - 2;
	if (encoding[1] != '?' || ((encoding[0] | 0x20) != 'q' && (encoding[0] | 0x20) != 'b'))
		return NULL;
	decoded->charset = read_charset(charset, (size_t)(encoding - 1 - charset));
	if ((encoding[0] | 0x20) == 'q')
		put_q(decoded, encoding + 2, end);
	else
		put_b(decoded, encoding + 2, end);
	decoded->charset = CHARSET_UTF8;
	return p + length;
}

size_t wb_encoded_word_decode(const char *text, char *buffer, size_t size)
{
	struct decoded decoded = { .charset = CHARSET_UTF8 };

	wb_text_open(&decoded.text, buffer, size);
	while (*text != '\0') {
		const char *behind = put_word(&decoded, text);

		if (behind == NULL) {
			put(&decoded, (unsigned char)*text++);
			continue;
		}
		text = behind;
		behind += strspn(behind, " \t");
		if (wb_encoded_word_length(behind) > 0)
			text = behind;
	}
	return decoded.is_uncounted ? WB_ENCODED_WORD_UNCOUNTED : decoded.characters;
}
