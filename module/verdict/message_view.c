/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* message_view.c - see message_view.h */
#include "verdict/message_view.h"

#include <string.h>
#include <strings.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* RFC 5322 section 3.6.8: what a field's name may consist of. */
static bool is_name(char c)
{
	return c > 0x20 && c < 0x7f && c != ':';
}

/* Behind the line's LF, or the end. */
static const char *line_end(const char *line, const char *end)
{
	const char *lf = memchr(line, '\n', (size_t)(end - line));

	return lf == NULL ? end : lf + 1;
}

/* Without CR LF or LF at its end. */
static const char *without_line_end(const char *begin, const char *end)
{
	if (end > begin && end[-1] == '\n') {
		end--;
		if (end > begin && end[-1] == '\r')
			end--;
	}
	return end;
}

/* What stands from line to end, with the lines that continue it, as a field; false: it is none. */
static bool read_field(const char *line, const char *end, struct wb_field *field_r)
{
	const char *name_end = line, *colon;

	while (name_end < end && is_name(*name_end))
		name_end++;
	/* RFC 5322 section 4.5: once, blanks might stand before the colon. */
	for (colon = name_end; colon < end && is_blank(*colon);)
		colon++;
	if (name_end == line || colon == end || *colon != ':')
		return false;
	*field_r = (struct wb_field){
		.name = line,
		.name_length = (size_t)(name_end - line),
		.value = colon + 1,
		.value_length = (size_t)(without_line_end(colon + 1, end) - (colon + 1)),
	};
	return true;
}

void wb_message_read(const char *headers, size_t headers_size, const char *body, size_t body_size, struct wb_message *message_r)
{
	const char *line = headers, *end;

	message_r->body = body_size == 0 ? "" : body;
	message_r->body_size = body_size < WB_MESSAGE_BODY_MAX ? body_size : WB_MESSAGE_BODY_MAX;
	message_r->has_lines = memchr(message_r->body, '\n', message_r->body_size) != NULL;
	/* Of a longer header Exim hands over just as many, and does not say so. */
	message_r->is_cut = headers_size >= WB_MESSAGE_HEADERS_MAX;
	message_r->field_count = message_r->left_out_count = 0;
	if (headers_size == 0)
		return;
	end = headers + (message_r->is_cut ? WB_MESSAGE_HEADERS_MAX : headers_size);
	while (line < end) {
		const char *next = line_end(line, end);
		struct wb_field field;

		if (without_line_end(line, next) == line && next[-1] == '\n')
			return;
		while (next < end && is_blank(*next))
			next = line_end(next, end);
		if (!read_field(line, next, &field)) {
			line = next;
			continue;
		}
		if (message_r->field_count < WB_MESSAGE_FIELDS_MAX)
			message_r->fields[message_r->field_count++] = field;
		else
			message_r->left_out_count++;
		line = next;
	}
}

size_t wb_message_find(const struct wb_message *message, const char *name, const struct wb_field **found_r)
{
	size_t length = strlen(name), count = 0;

	for (size_t i = 0; i < message->field_count; i++) {
		const struct wb_field *field = &message->fields[i];

		if (field->name_length != length || strncasecmp(field->name, name, length) != 0)
			continue;
		if (found_r != NULL && count < WB_MESSAGE_SAME_MAX)
			found_r[count] = field;
		count++;
	}
	return count;
}

size_t wb_field_unfold(const struct wb_field *field, char *buffer, size_t size)
{
	size_t length = 0, ink = 0; /* ink: the length up to the last byte that is no space */
	bool is_behind_line = true; /* blanks at the beginning are left out, too */

	for (size_t i = 0; i < field->value_length && length + 1 < size; i++) {
		char c = field->value[i];

		if (c == '\n' || (c == '\r' && i + 1 < field->value_length && field->value[i + 1] == '\n')) {
			length = ink;
			if (ink > 0)
				buffer[length++] = ' ';
			is_behind_line = true;
			continue;
		}
		if (is_blank(c) && is_behind_line)
			continue;
		is_behind_line = false;
		if (c == '\0')
			c = '?';
		else if ((unsigned char)c < 0x20 || c == 0x7f)
			c = ' ';
		buffer[length++] = c;
		if (c != ' ')
			ink = length;
	}
	buffer[ink] = '\0';
	return ink;
}

bool wb_message_value(const struct wb_message *message, const char *name, char *buffer, size_t size)
{
	const struct wb_field *found[WB_MESSAGE_SAME_MAX];

	buffer[0] = '\0';
	if (wb_message_find(message, name, found) == 0)
		return false;
	wb_field_unfold(found[0], buffer, size);
	return true;
}
