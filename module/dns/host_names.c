/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* host_names.c - see host_names.h */
#include "dns/host_names.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "dns/dnsbl.h"

#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-_."

/* A name that a PTR record gives the address. */
struct row {
	struct wb_host_names *names;
	char name[WB_HOST_NAME_SIZE];
	enum wb_host_name_state state;
	bool leads_back; /* a record said so; it counts when the answer was a good one */
};

struct wb_host_names {
	struct wb_host_names_setup setup;
	enum wb_host_name_state reverse; /* OPEN, UNKNOWN, or anything else: the PTR records have come */
	const char *why;
	struct row rows[WB_HOST_NAMES_MAX];
	size_t count;
	bool is_cut; /* one more was wanted than there is room for */
};

static bool is_good(const struct wb_resolver_answer *answer)
{
	return answer->outcome == WB_RESOLVER_ANSWER || answer->outcome == WB_RESOLVER_NONE;
}

static void take_address(void *context, const unsigned char *data, size_t length)
{
	struct row *row = context;
	const struct wb_address *client = &row->names->setup.client;

	if (length <= sizeof(client->bytes) && memcmp(client->bytes + sizeof(client->bytes) - length, data, length) == 0)
		row->leads_back = true;
}

static void end_addresses(void *context, const struct wb_resolver_answer *answer)
{
	struct row *row = context;
	const struct wb_host_names_setup *setup = &row->names->setup;

	if (!is_good(answer)) {
		row->state = WB_HOST_NAME_UNKNOWN;
		row->names->why = answer->why;
		return;
	}
	row->state = answer->outcome == WB_RESOLVER_ANSWER && row->leads_back ? WB_HOST_NAME_CONFIRMED : WB_HOST_NAME_DENIED;
	if (row->state == WB_HOST_NAME_CONFIRMED && setup->take != NULL)
		setup->take(setup->context, (size_t)(row - row->names->rows), row->name);
}

/* Anything else is shown to nobody and asked of nobody. */
static bool is_usable(const char *name, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (memchr(NAME_CHARACTERS, tolower((unsigned char)name[i]), sizeof(NAME_CHARACTERS) - 1) == NULL)
			return false;
	}
	return length > 0 && length < WB_HOST_NAME_SIZE && name[0] != '.' && memchr(name, '.', length) != NULL;
}

static void take_name(void *context, const unsigned char *data, size_t length)
{
	struct wb_host_names *names = context;
	const char *name = (const char *)data;
	struct row row = { .names = names };

	if (!is_usable(name, length))
		return;
	for (size_t i = 0; i < names->count; i++) {
		if (strlen(names->rows[i].name) == length && strncasecmp(names->rows[i].name, name, length) == 0)
			return;
	}
	memcpy(row.name, name, length);
	if (names->setup.is_wanted != NULL && !names->setup.is_wanted(names->setup.context, row.name))
		return;
	if (names->count < WB_HOST_NAMES_MAX)
		names->rows[names->count++] = row;
	else
		names->is_cut = true;
}

static void end_names(void *context, const struct wb_resolver_answer *answer)
{
	struct wb_host_names *names = context;
	enum wb_resolver_type type = wb_address_is_v4(&names->setup.client) ? WB_RESOLVER_A : WB_RESOLVER_AAAA;

	names->reverse = is_good(answer) ? WB_HOST_NAME_DENIED : WB_HOST_NAME_UNKNOWN;
	if (names->reverse == WB_HOST_NAME_UNKNOWN)
		names->why = answer->why;
	/* Whatever the records said, they count only when the answer was a good one. */
	if (answer->outcome != WB_RESOLVER_ANSWER)
		names->count = 0;
	for (size_t i = 0; i < names->count; i++)
		wb_resolver_ask_each(
		    names->setup.resolver, names->rows[i].name, type, take_address, end_addresses, &names->rows[i]);
}

struct wb_host_names *wb_host_names_open(const struct wb_host_names_setup *setup)
{
	struct wb_host_names *names = calloc(1, sizeof(*names));
	bool is_v4 = wb_address_is_v4(&setup->client);
	char name[WB_DNSBL_NAME_SIZE];

	if (names == NULL)
		return NULL;
	names->setup = *setup;
	names->why = WB_RESOLVER_NO_ANSWER;
	wb_dnsbl_query_name(&setup->client, !is_v4, is_v4 ? "in-addr.arpa" : "ip6.arpa", name);
	wb_resolver_ask_each(setup->resolver, name, WB_RESOLVER_PTR, take_name, end_names, names);
	return names;
}

static bool has_row(const struct wb_host_names *names, enum wb_host_name_state state)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->rows[i].state == state)
			return true;
	}
	return false;
}

bool wb_host_names_is_unknown(const struct wb_host_names *names)
{
	return names->reverse != WB_HOST_NAME_DENIED || has_row(names, WB_HOST_NAME_OPEN) ||
	    has_row(names, WB_HOST_NAME_UNKNOWN);
}

enum wb_host_name_state wb_host_names_state(const struct wb_host_names *names)
{
	if (has_row(names, WB_HOST_NAME_CONFIRMED))
		return WB_HOST_NAME_CONFIRMED;
	if (names->reverse != WB_HOST_NAME_DENIED)
		return names->reverse;
	if (has_row(names, WB_HOST_NAME_OPEN))
		return WB_HOST_NAME_OPEN;
	return has_row(names, WB_HOST_NAME_UNKNOWN) || names->is_cut ? WB_HOST_NAME_UNKNOWN : WB_HOST_NAME_DENIED;
}

const char *wb_host_names_confirmed(const struct wb_host_names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->rows[i].state == WB_HOST_NAME_CONFIRMED)
			return names->rows[i].name;
	}
	return NULL;
}

const char *wb_host_names_at(const struct wb_host_names *names, size_t place, enum wb_host_name_state *state_r)
{
	if (place >= names->count)
		return NULL;
	if (state_r != NULL)
		*state_r = names->rows[place].state;
	return names->rows[place].name;
}

const char *wb_host_names_why(const struct wb_host_names *names)
{
	return names->is_cut ? "more names than are looked at" : names->why;
}

void wb_host_names_close(struct wb_host_names **names)
{
	free(*names);
	*names = NULL;
}
