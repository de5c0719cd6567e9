/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * event_fixture.h - events that a test writes down as text: fields "action=reject|category=spam", and rows of evidence
 * "zone spam bl.example.net 1000 code=127.0.0.2|listing virus feed:bad 1000 since=7 scope=range discount=expired".
 */
#ifndef WB_EVENT_FIXTURE_H
#define WB_EVENT_FIXTURE_H

#include <arpa/inet.h>

#include "unit.h"
#include "verdict/event.h"

static struct wb_event event;

/* Cuts a copy that lives until the folder of the test is closed. */
static inline char *copy_text(const char *text)
{
	return (char *)(uintptr_t)wb_pool_copy(&fixture_paths, text);
}

static inline void set_fields(const char *fields)
{
	char *rest = copy_text(fields), *field;

	event.field_count = 0;
	while ((field = strsep(&rest, "|")) != NULL) {
		char *equals = strchr(field, '=');

		if (field[0] == '\0')
			continue;
		assert_non_null(equals);
		*equals = '\0';
		event.fields[event.field_count++] = (struct wb_event_field){ field, equals + 1 };
	}
}

static inline void set_option(const char *option, struct wb_event_evidence *row)
{
	struct in_addr code;

	if (sscanf(option, "since=%ld", &row->since_s) == 1)
		return;
	if (strcmp(option, "scope=range") == 0) {
		row->scope = WB_SCOPE_RANGE;
	} else if (strcmp(option, "discount=expired") == 0) {
		row->discount = WB_DISCOUNT_EXPIRED;
	} else {
		assert_int_equal(strncmp(option, "code=", 5), 0);
		assert_int_equal(inet_pton(AF_INET, option + 5, &code), 1);
		row->return_code = ntohl(code.s_addr);
	}
}

static inline void set_evidence(const char *evidence)
{
	static const char *const kinds[WB_EVIDENCE_KIND_COUNT] = { [WB_EVIDENCE_LISTING] = "listing",
		[WB_EVIDENCE_ZONE] = "zone",
		[WB_EVIDENCE_RULE] = "rule",
		[WB_EVIDENCE_NEIGHBOURS] = "neighbours",
		[WB_EVIDENCE_MESSAGE] = "mail" };
	char *rest = copy_text(evidence), *text, *word;

	event.evidence_count = 0;
	while ((text = strsep(&rest, "|")) != NULL) {
		struct wb_event_evidence *row = &event.evidence[event.evidence_count];
		const char *kind = strsep(&text, " ");

		if (kind[0] == '\0')
			continue;
		*row = (struct wb_event_evidence){ .kind = WB_EVIDENCE_KIND_COUNT, .detail = "", .reason = "" };
		for (unsigned i = 0; i < WB_EVIDENCE_KIND_COUNT; i++) {
			if (strcmp(kind, kinds[i]) == 0)
				row->kind = (enum wb_evidence_kind)i;
		}
		assert_int_not_equal(row->kind, WB_EVIDENCE_KIND_COUNT);
		row->category = strsep(&text, " ");
		row->origin = strsep(&text, " ");
		row->weight_milli = (uint32_t)strtoul(strsep(&text, " "), NULL, 10);
		while ((word = strsep(&text, " ")) != NULL)
			set_option(word, row);
		event.evidence_count++;
	}
}

/* A verdict of now. */
static inline void set_event(const char *client, const char *fields, const char *evidence)
{
	memset(&event, 0, offsetof(struct wb_event, fields));
	event.at_s = NOW_S;
	event.client = address_of(client);
	set_fields(fields);
	set_evidence(evidence);
	event.is_refusal =
	    strcmp(wb_event_field(&event, "action"), "reject") == 0 || strcmp(wb_event_field(&event, "action"), "defer") == 0;
}

#endif
