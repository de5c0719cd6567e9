/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* recorded_facts.c - see recorded_facts.h */
#include "desk/recorded_facts.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

static bool parse_code(const char *text, size_t length, uint32_t *code_r)
{
	char buffer[WB_CODE_TEXT_SIZE];
	struct in_addr address;

	if (length >= sizeof(buffer))
		return false;
	memcpy(buffer, text, length);
	buffer[length] = '\0';
	if (inet_pton(AF_INET, buffer, &address) != 1)
		return false;
	*code_r = ntohl(address.s_addr);
	return true;
}

/* The codes, "127.0.0.2/127.0.0.10"; false when that is none. */
static bool read_codes(const char *text, size_t length, struct wb_recorded_zone *zone)
{
	while (length > 0 && zone->code_count < WB_RESOLVER_ADDRESSES_MAX) {
		const char *slash = memchr(text, '/', length);
		size_t part = slash != NULL ? (size_t)(slash - text) : length;

		if (!parse_code(text, part, &zone->codes[zone->code_count]))
			return false;
		zone->code_count++;
		text += part + (slash != NULL);
		length -= part + (slash != NULL);
	}
	return zone->code_count > 0;
}

/* One of "ZONE=ANSWER"; false: it says nothing. */
static bool read_answer(const char *text, size_t length, struct wb_recorded_zone *zone_r)
{
	static const struct {
		const char *word;
		enum wb_dnsbl_answer answer;
	} words[] = { { "no", WB_DNSBL_NOT_LISTED }, { "unknown", WB_DNSBL_UNKNOWN }, { "error", WB_DNSBL_ERROR },
		{ "unasked", WB_DNSBL_UNASKED } };
	static const char unproven[] = "unproven:";
	const char *equals = memchr(text, '=', length), *answer;
	size_t rest;

	if (equals == NULL)
		return false;
	*zone_r = (struct wb_recorded_zone){ .shown = text, .shown_length = (size_t)(equals - text) };
	answer = equals + 1;
	rest = length - zone_r->shown_length - 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i].word) == rest && memcmp(words[i].word, answer, rest) == 0) {
			zone_r->answer = words[i].answer;
			return true;
		}
	}
	/* Where something is to be weighed against it, it would have been sent a probe: that none lists an address nobody lists is the rule. */
	if (rest > strlen(unproven) && memcmp(answer, unproven, strlen(unproven)) == 0) {
		answer += strlen(unproven);
		rest -= strlen(unproven);
	}
	zone_r->answer = WB_DNSBL_LISTED;
	return read_codes(answer, rest, zone_r);
}

static void read_answers(const char *text, struct wb_recorded_facts *facts)
{
	while (*text != '\0' && facts->zone_count < WB_ZONES_MAX) {
		size_t length = strcspn(text, " ");

		if (read_answer(text, length, &facts->zones[facts->zone_count]))
			facts->zone_count++;
		text += length + (text[length] == ' ');
	}
}

/* A number of "YES/UNKNOWN "; false: it is none. */
static bool read_truths(const char **text, struct wb_truths *truths_r)
{
	char *end;

	truths_r->yes = (uint32_t)strtoul(*text, &end, 16);
	if (end == *text || *end != '/')
		return false;
	*text = end + 1;
	truths_r->unknown = (uint32_t)strtoul(*text, &end, 16);
	if (end == *text || *end != ' ')
		return false;
	*text = end + 1;
	return true;
}

static void read_host(const struct wb_event *event, struct wb_recorded_facts *facts)
{
	const char *text = wb_event_field(event, "host");

	facts->has_host =
	    text[0] != '\0' && read_truths(&text, &facts->host.helo_truths) && read_truths(&text, &facts->host.name_truths);
	if (!facts->has_host)
		return;
	wb_text_copy(facts->host_name, sizeof(facts->host_name), text);
	facts->host.name = facts->host_name;
	facts->host.helo = wb_event_field(event, "helo");
}

static void read_names(const struct wb_event *event, struct wb_recorded_facts *facts)
{
	const char *text = wb_event_field(event, "names");
	size_t scope = strcspn(text, " "), state;

	facts->has_names = text[0] != '\0';
	facts->names = "";
	if (!facts->has_names)
		return;
	facts->names_are_all = scope == 3 && memcmp(text, "all", 3) == 0;
	text += scope + (text[scope] == ' ');
	state = strcspn(text, " ");
	facts->names_are_denied = state == 6 && memcmp(text, "denied", 6) == 0;
	facts->names_are_unknown = !facts->names_are_denied && !(state == 9 && memcmp(text, "confirmed", 9) == 0);
	facts->names = text + state + (text[state] == ' ');
}

void wb_recorded_facts_read(const struct wb_event *event, struct wb_recorded_facts *facts_r)
{
	const char *rules = wb_event_field(event, "rules");

	memset(facts_r, 0, offsetof(struct wb_recorded_facts, zones));
	facts_r->is_at_data = strcmp(wb_event_field(event, "stage"), "data") == 0;
	facts_r->is_authenticated = wb_event_field(event, "login")[0] != '\0';
	facts_r->listings_unknown = wb_event_field(event, "unread")[0] != '\0';
	facts_r->has_rules = rules[0] != '\0';
	facts_r->rules = strtoull(rules, NULL, 16);
	read_host(event, facts_r);
	read_names(event, facts_r);
	facts_r->has_answers = wb_event_field(event, "answers")[0] != '\0';
	read_answers(wb_event_field(event, "answers"), facts_r);
}

const struct wb_recorded_zone *wb_recorded_facts_zone(const struct wb_recorded_facts *facts, const char *shown)
{
	size_t length = strlen(shown);

	for (size_t i = 0; i < facts->zone_count; i++) {
		const struct wb_recorded_zone *zone = &facts->zones[i];

		if (zone->shown_length == length && memcmp(zone->shown, shown, length) == 0)
			return zone;
	}
	return NULL;
}

bool wb_recorded_facts_next_name(const char **list, char name_r[WB_HOST_NAME_SIZE], char *mark_r)
{
	size_t length = strcspn(*list, " ");

	if (length < 2 || length > WB_HOST_NAME_SIZE)
		return false;
	memcpy(name_r, *list, length - 1);
	name_r[length - 1] = '\0';
	*mark_r = (*list)[length - 1];
	*list += length + ((*list)[length] == ' ');
	return true;
}
