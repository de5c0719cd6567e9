/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_event.c - see print_event.h */
#include "cli/print_event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/print_json.h"
#include "verdict/evidence_text.h"
#include "verdict/log_field.h"

#define NUMBER_DIGITS_MAX 18 /* in front of the point, and behind it */

/* How findings are named in JSON. */
static const char *const findings[WB_HEALTH_FINDING_COUNT] = {
	[WB_HEALTH_NOTHING_NEW] = "nothing new",
	[WB_HEALTH_ANSWERED] = "answered",
	[WB_HEALTH_TIMED_OUT] = "timed out",
	[WB_HEALTH_REFUSED] = "refused",
};

static const char *const kinds[WB_EVENT_KIND_COUNT] = {
	[WB_EVENT_VERDICT] = "verdict",
	[WB_EVENT_DONE] = "done",
	[WB_EVENT_REPORT] = "report",
};

static void add_text(json_object *object, const char *key, const char *text)
{
	if (text[0] != '\0')
		json_object_object_add(object, key, cli_json_foreign(text));
}

/* "15" or "0.5", and nothing else: json-c prints the text of a number as it stands. */
static bool is_number(const char *text)
{
	size_t whole = strspn(text, "0123456789"), part;

	if (whole == 0 || whole > NUMBER_DIGITS_MAX || text[whole] != '.')
		return whole > 0 && whole <= NUMBER_DIGITS_MAX && text[whole] == '\0';
	part = strspn(text + whole + 1, "0123456789");
	return part > 0 && part <= NUMBER_DIGITS_MAX && text[whole + 1 + part] == '\0';
}

static void add_field(json_object *object, const struct wb_event *event, const struct wb_event_field *field)
{
	const struct wb_log_field *row = wb_log_field_find(field->key);
	struct wb_event_senders senders;
	bool should_be_number = event->kind == WB_EVENT_DONE ? strcmp(field->key, "end") != 0 : row != NULL && row->is_number;
	char key[32];

	wb_text_copy_utf8(key, sizeof(key), field->key, strlen(field->key));
	if (event->kind == WB_EVENT_DONE && strcmp(field->key, "domains") == 0) {
		/* Which they are says nothing to anybody. */
		wb_event_read_senders(event, &senders);
		json_object_object_add(object, key, json_object_new_int64((int64_t)senders.domain_count));
	} else if (event->kind == WB_EVENT_VERDICT && strcmp(field->key, "event") == 0) {
		/* The object's own "event" says which kind it is. */
		json_object_object_add(object, "events_lost", json_object_new_int64(wb_log_field_lost(field->value)));
	} else if (should_be_number && is_number(field->value)) {
		json_object_object_add(object, key, json_object_new_double_s(strtod(field->value, NULL), field->value));
	} else {
		json_object_object_add(object, key, cli_json_foreign(field->value));
	}
}

static json_object *evidence_json(const struct wb_event_evidence *evidence)
{
	json_object *object = json_object_new_object();
	char buffer[WB_EVENT_BYTES_MAX];
	struct wb_text text;

	wb_text_open(&text, buffer, sizeof(buffer));
	wb_evidence_add_source_of(evidence->kind, evidence->origin, evidence->return_code, &text);
	add_text(object, "source", buffer);
	add_text(object, "category", evidence->category);
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_add_milli(&text, evidence->weight_milli);
	json_object_object_add(object, "weight", json_object_new_double_s(evidence->weight_milli / 1000.0, buffer));
	add_text(object, "scope", wb_scope_name(evidence->scope));
	add_text(object, "detail", evidence->detail);
	add_text(object, "reason", evidence->reason);
	json_object_object_add(object, "counts", json_object_new_boolean(evidence->discount == WB_DISCOUNT_NONE));
	add_text(object, "discount", wb_discount_text(evidence->discount));
	return object;
}

static json_object *zone_json(const struct wb_event_zone *zone)
{
	json_object *object = json_object_new_object();

	add_text(object, "zone", zone->zone);
	add_text(object, "finding", findings[zone->finding]);
	add_text(object, "why", zone->why);
	return object;
}

void cli_event_add_content(json_object *object, const struct wb_event *event)
{
	json_object *rows;

	for (size_t i = 0; i < event->field_count; i++)
		add_field(object, event, &event->fields[i]);
	if (event->left_out_count > 0)
		json_object_object_add(object, "rows_left_out", json_object_new_int64((int64_t)event->left_out_count));
	rows = event->zone_count > 0 ? json_object_new_array() : NULL;
	for (size_t i = 0; i < event->zone_count; i++)
		json_object_array_add(rows, zone_json(&event->zones[i]));
	if (rows != NULL)
		json_object_object_add(object, "zones", rows);
	rows = event->evidence_count > 0 ? json_object_new_array() : NULL;
	for (size_t i = 0; i < event->evidence_count; i++)
		json_object_array_add(rows, evidence_json(&event->evidence[i]));
	/* The log's field of this name is its short form. */
	if (rows != NULL)
		json_object_object_add(object, "evidence", rows);
}

bool cli_event_print(const struct wb_event *event, struct wb_follow_head head)
{
	json_object *object = json_object_new_object();
	char client[WB_ADDRESS_TEXT_SIZE];

	json_object_object_add(object, "event", json_object_new_string(kinds[event->kind]));
	json_object_object_add(object, "time", cli_json_time(event->at_s));
	json_object_object_add(object, "pid", json_object_new_int64(event->pid));
	if (head.missed > 0)
		json_object_object_add(object, "missed_before", json_object_new_int64(head.missed));
	wb_address_format(&event->client, client);
	json_object_object_add(object, "client", json_object_new_string(client));
	if (event->kind == WB_EVENT_VERDICT) {
		json_object_object_add(object, "message", json_object_new_int64(event->message));
		json_object_object_add(object, "event_of_message", json_object_new_int64(head.total));
		json_object_object_add(object, "refused", json_object_new_boolean(event->is_refusal));
	} else if (event->kind == WB_EVENT_DONE) {
		json_object_object_add(object, "accepted_of_network", json_object_new_int64(head.total));
	} else {
		json_object_object_add(object, "of_host", json_object_new_int64(head.total));
	}
	cli_event_add_content(object, event);
	cli_json_print_line(object);
	return fflush(stdout) == 0;
}
