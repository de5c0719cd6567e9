/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* name_address.c - see name_address.h */
#include "dns/name_address.h"

#include <stdlib.h>
#include <string.h>

#define NAME_BYTES_MAX 253
#define LABEL_BYTES_MAX 63
#define DIGITS "0123456789"
#define LABEL_CHARACTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" DIGITS "-_"

struct wb_name_address {
	char name[NAME_BYTES_MAX + 1];
	size_t open_count; /* answers that are still to come */
	bool has_one;
	bool has_failed; /* a question has */
};

/* The name without the dot at its end; false for one that is asked of nobody. */
static bool read_name(const char *name, char name_r[NAME_BYTES_MAX + 1])
{
	size_t length = strnlen(name, NAME_BYTES_MAX + 2), labels = 0;
	const char *label = name_r, *last = name_r;

	if (length > 0 && name[length - 1] == '.')
		length--;
	if (length > NAME_BYTES_MAX)
		return false;
	memcpy(name_r, name, length);
	name_r[length] = '\0';
	for (;; label++) {
		size_t bytes = strspn(label, LABEL_CHARACTERS);

		if (bytes == 0 || bytes > LABEL_BYTES_MAX)
			return false;
		last = label;
		label += bytes;
		labels++;
		if (*label != '.')
			break;
	}
	return *label == '\0' && labels > 1 && last[strspn(last, DIGITS)] != '\0';
}

/* Which one it is does not matter, and whether there is one is the outcome. */
static void ignore_record(void *context, const unsigned char *data, size_t length)
{
	(void)context, (void)data, (void)length;
}

static void end_question(void *context, const struct wb_resolver_answer *answer)
{
	struct wb_name_address *address = context;

	address->open_count--;
	if (answer->outcome == WB_RESOLVER_ANSWER)
		address->has_one = true;
	else if (answer->outcome != WB_RESOLVER_NONE)
		address->has_failed = true;
}

struct wb_name_address *wb_name_address_open(struct wb_resolver *resolver, const char *name)
{
	static const enum wb_resolver_type types[] = { WB_RESOLVER_A, WB_RESOLVER_AAAA };
	struct wb_name_address *address = calloc(1, sizeof(*address));

	if (address == NULL || !read_name(name, address->name))
		return address;
	address->open_count = sizeof(types) / sizeof(types[0]);
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		wb_resolver_ask_each(resolver, address->name, types[i], ignore_record, end_question, address);
	return address;
}

enum wb_name_address_state wb_name_address_state(const struct wb_name_address *address)
{
	if (address->has_one)
		return WB_NAME_ADDRESS_YES;
	if (address->open_count > 0)
		return WB_NAME_ADDRESS_OPEN;
	return address->has_failed ? WB_NAME_ADDRESS_UNKNOWN : WB_NAME_ADDRESS_NO;
}

void wb_name_address_close(struct wb_name_address **address)
{
	free(*address);
	*address = NULL;
}
