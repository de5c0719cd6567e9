/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_case.c - see log_case.h */
#include "desk/log_case.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/text.h"

#define LISTING "listing:"
#define ZONE "dnsbl:"
#define RULE "rule:"
#define NEIGHBOURS "neighbours"
#define CUT "..." /* stands behind a list that was too long */

static void add_field(struct wb_event *event, const char *key, const char *value)
{
	if (event->field_count < WB_EVENT_FIELDS_MAX)
		event->fields[event->field_count++] = (struct wb_event_field){ key, value };
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

/* "dnsbl:ZONE:CODE" without its beginning: the zone ends where the code begins. */
static bool read_zone(char *text, struct wb_event_evidence *row)
{
	char *colon = strrchr(text, ':');
	struct in_addr address;

	if (colon == NULL || inet_pton(AF_INET, colon + 1, &address) != 1)
		return false;
	*colon = '\0';
	row->kind = WB_EVIDENCE_ZONE;
	row->return_code = ntohl(address.s_addr);
	row->origin = text;
	return true;
}

static const char *category_of_rule(const struct wb_policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		if (strcmp(policy->rules[i].name, name) == 0)
			return policy->rules[i].category_id;
	}
	return "";
}

static bool read_source(char *text, const struct wb_policy *policy, const char *category, struct wb_event_evidence *row_r)
{
	*row_r =
	    (struct wb_event_evidence){ .category = category, .origin = "", .detail = "", .reason = "", .weight_milli = 1000 };
	if (begins(text, LISTING)) {
		row_r->kind = WB_EVIDENCE_LISTING;
		row_r->origin = text + strlen(LISTING);
		return true;
	}
	if (begins(text, ZONE))
		return read_zone(text + strlen(ZONE), row_r);
	if (begins(text, RULE)) {
		row_r->kind = WB_EVIDENCE_RULE;
		row_r->origin = text + strlen(RULE);
		if (category[0] == '\0')
			row_r->category = category_of_rule(policy, row_r->origin);
		return true;
	}
	row_r->kind = WB_EVIDENCE_NEIGHBOURS;
	row_r->scope = WB_SCOPE_RANGE;
	return strcmp(text, NEIGHBOURS) == 0;
}

/* Of what is cut, or cannot be read, nobody knows what it was. */
static void read_evidence(char *list, const struct wb_policy *policy, const char *category, struct wb_event *event)
{
	char *rest = list, *text;

	while ((text = strsep(&rest, ",")) != NULL) {
		size_t length = strlen(text);
		bool is_cut = length >= strlen(CUT) && strcmp(text + length - strlen(CUT), CUT) == 0;

		if (is_cut)
			text[length - strlen(CUT)] = '\0';
		if (is_cut || event->evidence_count == WB_EVIDENCE_MAX)
			event->left_out_count++;
		if (text[0] == '\0' || event->evidence_count == WB_EVIDENCE_MAX)
			continue;
		if (read_source(text, policy, category, &event->evidence[event->evidence_count]))
			event->evidence_count++;
		else
			event->left_out_count++;
	}
}

/* Of a client that was let through: the one category that something counted for; "": there were several. */
static const char *only_category(const char *below, char *buffer, size_t size)
{
	size_t length = strcspn(below, ":");

	if (length >= size || strchr(below, ',') != NULL)
		return "";
	memcpy(buffer, below, length);
	buffer[length] = '\0';
	return buffer;
}

bool wb_log_case_make(const struct wb_log_reader *reader, const struct wb_policy *policy, struct wb_log_case *case_r)
{
	const struct wb_log_line *line = &reader->line;
	const char *client = wb_log_line_get(line, "client"), *evidence = wb_log_line_get(line, "evidence");
	const char *category = wb_log_line_get(line, "category"), *below = wb_log_line_get(line, "below");
	struct wb_case *remembered = &case_r->remembered;
	struct wb_event *event = &remembered->event;
	char *list = case_r->texts, only[WB_CATEGORY_ID_SIZE];
	size_t used;

	memset(remembered, 0, offsetof(struct wb_case, mails));
	memset(event, 0, offsetof(struct wb_event, fields));
	if (client == NULL || wb_address_parse(client, &event->client, NULL) != WB_OK)
		return false;
	remembered->first_s = remembered->last_s = event->at_s = reader->time_s;
	remembered->count = 1;
	remembered->is_from_log = true;
	event->kind = WB_EVENT_VERDICT;
	event->is_refusal = reader->action >= WB_DEFER && !reader->is_monitored;
	for (size_t i = 0; i < wb_log_field_count; i++) {
		if (line->value[i] != NULL && line->value[i][0] != '\0')
			add_field(event, wb_log_fields[i].key, line->value[i]);
	}
	if (category == NULL)
		category = below != NULL ? only_category(below, only, sizeof(only)) : "";
	wb_text_copy(list, sizeof(case_r->texts), evidence != NULL ? evidence : "");
	used = strlen(list) + 1;
	/* The category's text must live as long as the case. */
	if (category == only && wb_text_copy(list + used, sizeof(case_r->texts) - used, only))
		category = list + used;
	else if (category == only)
		category = "";
	read_evidence(list, policy, category, event);
	return true;
}
