/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* form.c - see form.h */
#include "web/form.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t wb_form_decode(char *text, size_t length)
{
	size_t used = 0;

	for (size_t i = 0; i < length; i++) {
		int high = i + 2 < length && text[i] == '%' ? hex_digit(text[i + 1]) : -1;
		int low = high >= 0 ? hex_digit(text[i + 2]) : -1;

		text[used++] = low >= 0 ? (char)(unsigned char)(high * 16 + low) : text[i];
		i += low >= 0 ? 2 : 0;
	}
	text[used] = '\0';
	return used;
}

/* A '+' is a space here, and only here: not in a path. */
static size_t decode_part(char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] == '+')
			text[i] = ' ';
	}
	return wb_form_decode(text, length);
}

bool wb_form_parse(char *text, size_t length, struct wb_form *form_r)
{
	char *end = text + length;

	form_r->count = 0;
	while (text < end) {
		char *next = memchr(text, '&', (size_t)(end - text));
		char *stop = next != NULL ? next : end;
		char *equals = memchr(text, '=', (size_t)(stop - text));
		char *value = equals != NULL ? equals + 1 : stop;
		struct wb_form_field *field;

		if (stop > text) {
			if (form_r->count == WB_FORM_FIELDS_MAX)
				return false;
			field = &form_r->fields[form_r->count++];
			/* The value first: the NUL behind the name takes the place of '='. */
			field->length = decode_part(value, (size_t)(stop - value));
			field->value = value;
			decode_part(text, (size_t)((equals != NULL ? equals : stop) - text));
			field->name = text;
		}
		text = stop + 1;
	}
	return true;
}

const struct wb_form_field *wb_form_find(const struct wb_form *form, const char *name)
{
	for (size_t i = 0; i < form->count; i++) {
		if (strcmp(form->fields[i].name, name) == 0)
			return &form->fields[i];
	}
	return NULL;
}

void wb_form_encode(char *buffer, size_t size, const char *text)
{
	struct wb_text out = { buffer, size, strlen(buffer), false };
	char encoded[WB_TEXT_PERCENT_SIZE];

	for (; *text != '\0' && out.length + sizeof(encoded) < size; text++) {
		wb_text_percent_encode(*text, encoded);
		wb_text_add(&out, encoded);
	}
}

/* What wb_text_copy_utf8 would change is no text. */
static bool is_line(const char *line, size_t length)
{
	char *copy = malloc(length + 1);
	bool same;

	if (copy == NULL)
		return false;
	wb_text_copy_utf8(copy, length + 1, line, length);
	same = strlen(copy) == length && memcmp(copy, line, length) == 0;
	free(copy);
	return same;
}

bool wb_form_is_text(const char *value, size_t length)
{
	size_t begin = 0;

	for (size_t i = 0; i <= length; i++) {
		if (i < length && value[i] != '\n' && value[i] != '\r' && value[i] != '\t')
			continue;
		if (!is_line(value + begin, i - begin))
			return false;
		begin = i + 1;
	}
	return true;
}
