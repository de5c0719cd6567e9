/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* mail_address.c - see mail_address.h */
#include "verdict/mail_address.h"

#include <string.h>

#include "base/text.h"
#include "verdict/encoded_word.h"

/* One mailbox, while it is read. Until its "<" nobody knows whether words are a name or an address: they are kept as both. */
struct reading {
	char name[WB_MAIL_ADDRESS_NAME_SIZE], address[WB_MAIL_ADDRESS_SIZE], comment[WB_MAIL_ADDRESS_NAME_SIZE];
	struct wb_text name_text, address_text, comment_text;
	bool in_angle, had_angle;
};

static void begin_mailbox(struct reading *reading)
{
	wb_text_open(&reading->name_text, reading->name, sizeof(reading->name));
	wb_text_open(&reading->address_text, reading->address, sizeof(reading->address));
	wb_text_open(&reading->comment_text, reading->comment, sizeof(reading->comment));
	reading->in_angle = reading->had_angle = false;
}

static void end_mailbox(struct reading *reading, size_t *count, struct wb_mail_address *address_r)
{
	const char *name = reading->had_angle ? wb_text_trim(reading->name) : "";
	const char *address = reading->address;

	/* RFC 5322 section 4.4: a route, "@a,@b:", may stand before the address. */
	if (reading->had_angle && address[0] == '@' && strchr(address, ':') != NULL)
		address = strchr(address, ':') + 1;
	if (strchr(address, '@') != NULL && (*count)++ == 0) {
		if (!reading->address_text.truncated)
			wb_text_copy(address_r->address, sizeof(address_r->address), address);
		wb_text_copy(address_r->name, sizeof(address_r->name), name[0] != '\0' ? name : wb_text_trim(reading->comment));
	}
	begin_mailbox(reading);
}

/* From the quote or parenthesis that opens to behind the one that closes it, or to the end; what stands in it goes to inside. */
static const char *read_nested(const char *p, struct wb_text *inside, struct wb_text *raw)
{
	char opens = *p;
	size_t depth = 0;

	for (; *p != '\0'; p++) {
		bool is_inside = depth > 0;

		if (raw != NULL)
			wb_text_add_char(raw, *p);
		if (*p == '\\' && p[1] != '\0') {
			p++;
			if (raw != NULL)
				wb_text_add_char(raw, *p);
		} else if (*p == opens && (opens == '(' || depth == 0)) {
			depth++;
		} else if (*p == (opens == '(' ? ')' : '"') && --depth == 0) {
			return p + 1;
		}
		if (is_inside)
			wb_text_add_char(inside, *p);
	}
	return p;
}

/* One character, or an encoded word, that is part of a name or an address. */
static const char *read_word(const char *p, struct reading *reading)
{
	size_t length = reading->in_angle ? 0 : wb_encoded_word_length(p);

	for (const char *end = p + (length > 0 ? length : 1); p < end; p++) {
		if (!reading->had_angle)
			wb_text_add_char(&reading->name_text, *p);
		if ((reading->in_angle || !reading->had_angle) && *p != ' ' && *p != '\t')
			wb_text_add_char(&reading->address_text, *p);
	}
	return p;
}

size_t wb_mail_address_read(const char *value, struct wb_mail_address *address_r)
{
	struct reading reading;
	size_t count = 0;

	address_r->name[0] = address_r->address[0] = '\0';
	begin_mailbox(&reading);
	for (const char *p = value; *p != '\0';) {
		bool is_outside = !reading.in_angle;

		if (*p == '"') {
			struct wb_text nowhere;
			char none[1];

			wb_text_open(&nowhere, none, sizeof(none));
			p = read_nested(p, reading.had_angle ? &nowhere : &reading.name_text,
			    reading.had_angle && is_outside ? NULL : &reading.address_text);
		} else if (*p == '(') {
			p = read_nested(p, &reading.comment_text, NULL);
		} else if (*p == '<' && is_outside && !reading.had_angle) {
			wb_text_open(&reading.address_text, reading.address, sizeof(reading.address));
			reading.in_angle = reading.had_angle = true;
			p++;
		} else if (*p == '>' && !is_outside) {
			reading.in_angle = false;
			p++;
		} else if ((*p == ',' || *p == ';') && is_outside) {
			end_mailbox(&reading, &count, address_r);
			p++;
		} else if (*p == ':' && is_outside && strncmp(p, "://", 3) != 0) {
			/* A group's name ends. A link is none, though the rules would want it in quotes. */
			begin_mailbox(&reading);
			p++;
		} else {
			p = read_word(p, &reading);
		}
	}
	end_mailbox(&reading, &count, address_r);
	return count;
}

const char *wb_mail_address_domain(const char *mailbox)
{
	const char *at = strrchr(mailbox, '@');

	return at == NULL ? "" : at + 1;
}
