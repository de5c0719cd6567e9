/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* dialogue.c - see dialogue.h */
#include "exim/dialogue.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

enum argument {
	ARG_ADDRESS,
	ARG_FULLHOST,
	ARG_HELO,
	ARG_SENDER,
	ARG_RECIPIENT,
	ARG_RECIPIENTS,
	ARG_FLAGS_AND_COMMAND, /* "FLAGS,ADDRESS,NAME,COMMAND": address and name are this server's */
	ARG_COUNT
};
_Static_assert(ARG_COUNT == DIALOGUE_ARGUMENTS, "one for each that Exim fills in");

/* How a phase is recognised, and what Exim allows in it. */
static const struct {
	const char *command;
	enum dialogue_phase phase;
} phases[] = {
	{ "EHLO", DIALOGUE_HELO },
	{ "HELO", DIALOGUE_HELO },
	{ "MAIL", DIALOGUE_MAIL },
	{ "RCPT", DIALOGUE_RCPT },
	{ "DATA", DIALOGUE_DATA },
	{ "BDAT", DIALOGUE_DATA },
};

/* Cuts the text at the next comma, and leaves it behind that. */
static const char *take_part(const char **text, size_t *length_r)
{
	const char *part = *text;

	*length_r = strcspn(part, ",");
	*text = part[*length_r] == ',' ? part + *length_r + 1 : part + *length_r;
	return part;
}

/* What this server is to the client; an address or a name that does not fit is not known. */
static void read_own(const char **rest, struct wb_query *query)
{
	size_t length;
	const char *part = take_part(rest, &length);
	char address[WB_ADDRESS_TEXT_SIZE];

	if (length > 0 && length < sizeof(address)) {
		snprintf(address, sizeof(address), "%.*s", (int)length, part);
		query->has_own_address = wb_address_parse(address, &query->own_address, NULL) == WB_OK;
	}
	part = take_part(rest, &length);
	if (length < sizeof(query->own_name))
		snprintf(query->own_name, sizeof(query->own_name), "%.*s", (int)length, part);
}

bool dialogue_read(unsigned char *argv[], struct wb_query *query, struct dialogue_progress *progress_r)
{
	const char *command = (const char *)argv[ARG_FLAGS_AND_COMMAND];
	size_t flags_length;
	const char *flags = take_part(&command, &flags_length);
	const char *fullhost = (const char *)argv[ARG_FULLHOST];
	const char *recipient = (const char *)argv[ARG_RECIPIENT];
	size_t name_length = strcspn(fullhost, " ");

	memset(query, 0, sizeof(*query));
	if (wb_address_parse((const char *)argv[ARG_ADDRESS], &query->client, NULL) != WB_OK)
		return false;
	query->authenticated = memchr(flags, 'A', flags_length) != NULL;
	progress_r->message_logged = memchr(flags, 'L', flags_length) != NULL;
	progress_r->message_told = memchr(flags, 'E', flags_length) != NULL;
	progress_r->message_tagged = memchr(flags, 'T', flags_length) != NULL;
	progress_r->message_cleaned = memchr(flags, 'C', flags_length) != NULL;
	read_own(&command, query);
	progress_r->phase = command[0] == '\0' ? DIALOGUE_CONNECT : DIALOGUE_OTHER;
	for (size_t i = 0; i < sizeof(phases) / sizeof(phases[0]); i++) {
		if (strncasecmp(command, phases[i].command, strlen(phases[i].command)) == 0)
			progress_r->phase = phases[i].phase;
	}

	/* The first word of $sender_fullhost, "name (helo) [address]:port", is the host name if Exim has looked it up. */
	if (fullhost[0] != '(' && fullhost[0] != '[' && name_length < sizeof(query->name))
		snprintf(query->name, sizeof(query->name), "%.*s", (int)name_length, fullhost);
	wb_text_copy(query->helo, sizeof(query->helo), (const char *)argv[ARG_HELO]);
	wb_text_copy(query->sender, sizeof(query->sender), (const char *)argv[ARG_SENDER]);
	/* Without a recipient "$local_part@$domain" is just the at sign. One that is cut could pass for another: none then. */
	if (strcmp(recipient, "@") != 0 && !wb_text_copy(query->recipient, sizeof(query->recipient), recipient))
		query->recipient[0] = '\0';
	if (progress_r->phase == DIALOGUE_DATA)
		query->recipients = (const char *)argv[ARG_RECIPIENTS];
	return true;
}

void dialogue_read_recipients(const char *recipients, struct wb_query *query)
{
	const char *list = recipients, *first;
	size_t length, other;

	query->recipients = recipients;
	first = wb_query_next_recipient(&list, &length);
	if (first != NULL && length < sizeof(query->recipient) && wb_query_next_recipient(&list, &other) == NULL)
		snprintf(query->recipient, sizeof(query->recipient), "%.*s", (int)length, first);
}

bool dialogue_takes_header(const struct dialogue_progress *progress)
{
	return progress->phase == DIALOGUE_MAIL || progress->phase == DIALOGUE_RCPT || progress->phase == DIALOGUE_DATA;
}

bool dialogue_is_in_message(const struct dialogue_progress *progress)
{
	return progress->phase != DIALOGUE_CONNECT && progress->phase != DIALOGUE_HELO;
}

bool dialogue_is_new_message(const struct dialogue_progress *progress)
{
	return dialogue_is_in_message(progress) && !progress->message_logged;
}

/* 0 for what is no number, also of a minus. */
static uint32_t read_count(const char *text)
{
	uint64_t number = isdigit((unsigned char)text[0]) ? strtoull(text, NULL, 10) : 0;

	return number < UINT32_MAX ? (uint32_t)number : UINT32_MAX;
}

struct wb_event_counts dialogue_read_counts(const char *text)
{
	struct wb_event_counts counts = { .end = "" };
	uint32_t *const numbers[] = { &counts.asked, &counts.accepted, &counts.unknown, &counts.errors };
	const char *comma = text;

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]) && comma != NULL; i++) {
		*numbers[i] = read_count(text);
		comma = strchr(text, ',');
		text = comma != NULL ? comma + 1 : text;
	}
	if (comma != NULL)
		counts.end = text;
	return counts;
}
