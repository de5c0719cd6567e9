/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setting_text.c - see setting_text.h */
#include "config/setting_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/address.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "config/config.h"

#define FIRST_BYTES 512
#define BYTES_MAX (8U * 1024 * 1024) /* more than a file of 1 MiB can say */

/* Only " and \ and line breaks must be written otherwise: a value holds nothing else that is not printable. */
static void add_quoted(struct wb_text *text, const char *string)
{
	wb_text_add_char(text, '"');
	for (; *string != '\0'; string++) {
		if (*string == '\n') {
			wb_text_add(text, "\\n");
			continue;
		}
		if (*string == '"' || *string == '\\')
			wb_text_add_char(text, '\\');
		wb_text_add_char(text, *string);
	}
	wb_text_add_char(text, '"');
}

static void add_choice(struct wb_text *text, const struct wb_setting *setting, int choice)
{
	const char *word = setting->choices;

	while (choice-- > 0)
		word = strchr(word, ' ') + 1;
	wb_text_addf(text, "\"%.*s\"", (int)strcspn(word, " "), word);
}

static void add_list(struct wb_text *text, const struct wb_setting *setting, const void *field)
{
	const struct wb_texts *texts = field;
	const struct wb_prefixes *prefixes = field;
	const struct wb_asns *asns = field;
	char prefix[WB_PREFIX_TEXT_SIZE];

	wb_text_add_char(text, '{');
	/* The count stands at the same place in each. */
	for (size_t i = 0; i < texts->count; i++) {
		wb_text_add(text, i > 0 ? ", " : "");
		if (setting->type == WB_SETTING_ASNS) {
			wb_text_addf(text, "%u", asns->items[i]);
		} else if (setting->type == WB_SETTING_PREFIXES || setting->type == WB_SETTING_NAT64) {
			wb_prefix_format_short(&prefixes->items[i], prefix);
			add_quoted(text, prefix);
		} else {
			add_quoted(text, texts->items[i]);
		}
	}
	wb_text_add_char(text, '}');
}
_Static_assert(offsetof(struct wb_texts, count) == offsetof(struct wb_prefixes, count) &&
	offsetof(struct wb_texts, count) == offsetof(struct wb_asns, count),
    "lists have their count at one place");

static void add_value(struct wb_text *text, const struct wb_setting *setting, const void *section_data)
{
	const void *field = (const char *)section_data + setting->offset;
	char span[WB_SPAN_TEXT_SIZE];

	switch (setting->type) {
	case WB_SETTING_CHOICE:
		add_choice(text, setting, *(const int *)field);
		break;
	case WB_SETTING_TEXT:
	case WB_SETTING_PATH:
	case WB_SETTING_URL:
	case WB_SETTING_LINK:
	case WB_SETTING_LIGHT:
	case WB_SETTING_DARK:
	case WB_SETTING_STATUS:
	case WB_SETTING_TEMPLATE:
	case WB_SETTING_MONTH:
		add_quoted(text, *(const char *const *)field);
		break;
	case WB_SETTING_MILLI:
		if (*(const uint32_t *)field == WB_SETTING_MILLI_AUTO)
			wb_text_add(text, WB_SETTING_AUTO);
		else
			wb_text_add_milli(text, *(const uint32_t *)field);
		break;
	case WB_SETTING_RELIEF:
		wb_text_add(text, *(const uint32_t *)field == 0 ? WB_SETTING_EXEMPT : "-");
		if (*(const uint32_t *)field > 0)
			wb_text_add_milli(text, *(const uint32_t *)field);
		break;
	case WB_SETTING_MARK:
		if (*(const uint32_t *)field == 0)
			wb_text_add(text, "\"\"");
		else
			wb_text_add_milli(text, *(const uint32_t *)field);
		break;
	case WB_SETTING_COUNT:
		wb_text_addf(text, "%u", *(const uint32_t *)field);
		break;
	case WB_SETTING_BOOLEAN:
		wb_text_add(text, *(const bool *)field ? "true" : "false");
		break;
	case WB_SETTING_SPAN:
		wb_span_format(*(const int64_t *)field, span);
		add_quoted(text, span);
		break;
	case WB_SETTING_TEXTS:
	case WB_SETTING_RECIPIENTS:
	case WB_SETTING_SERVERS:
	case WB_SETTING_COUNTRIES:
	case WB_SETTING_SUFFIXES:
	case WB_SETTING_PREFIXES:
	case WB_SETTING_NAT64:
	case WB_SETTING_ASNS:
		add_list(text, setting, field);
		break;
	}
}

const char *wb_setting_format(const struct wb_setting *setting, const void *section_data, struct wb_pool *pool)
{
	char first[FIRST_BYTES];
	const char *value = NULL;
	struct wb_text text;

	wb_text_open(&text, first, sizeof(first));
	add_value(&text, setting, section_data);
	if (!text.truncated)
		return wb_pool_copy(pool, first);
	for (size_t bytes = 4 * FIRST_BYTES; text.truncated && bytes <= BYTES_MAX; bytes *= 4) {
		char *room = malloc(bytes);

		if (room == NULL)
			return NULL;
		wb_text_open(&text, room, bytes);
		add_value(&text, setting, section_data);
		if (!text.truncated)
			value = wb_pool_copy(pool, room);
		free(room);
	}
	return value;
}

static bool is_of_recipient(const struct wb_setting_note *note)
{
	return strcmp(note->section, "recipient") == 0 || strcmp(note->parent, "recipient") == 0;
}

/* The section's struct, where it stands by now: sections move while others are read. NULL: it has a mistake. */
static const void *data_of(const struct wb_config *config, const struct wb_setting_note *note)
{
	const struct wb_policy *policy = &config->policy;

	if (note->title == NULL)
		return config;
	if (is_of_recipient(note))
		return note->setting == NULL ? (const void *)&policy->recipients[note->place]
					     : (const void *)&policy->recipients[note->place].choices[note->inner_place];
	if (strcmp(note->section, "category") == 0)
		return wb_policy_category(policy, note->title);
	if (strcmp(note->section, "report") == 0)
		return wb_report_find(config, note->title);
	if (strcmp(note->section, "rule") == 0)
		return note->place < policy->rule_count ? &policy->rules[note->place] : NULL;
	if (strcmp(note->section, "feed") == 0)
		return note->place < config->feed_count ? &config->feeds[note->place] : NULL;
	if (strcmp(note->section, "sender") == 0)
		return note->place < policy->sender_count ? &policy->senders[note->place] : NULL;
	if (note->place >= policy->zone_count)
		return NULL;
	if (strcmp(note->section, "code") == 0)
		return note->inner_place < policy->zones[note->place].code_count
		    ? &policy->zones[note->place].codes[note->inner_place]
		    : NULL;
	return &policy->zones[note->place];
}

static const struct wb_zone *zone_of(const struct wb_config *config, const struct wb_setting_note *note)
{
	bool is_of_zone =
	    strcmp(note->section, "dnsbl") == 0 || strcmp(note->section, "dnswl") == 0 || strcmp(note->section, "code") == 0;

	return is_of_zone && note->place < config->policy.zone_count ? &config->policy.zones[note->place] : NULL;
}

/* "dnsbl \"bl.example.net\" code \"127.0.0.2\" weight": without the account's key in a zone's name. */
static const char *name_of(struct wb_config *config, const struct wb_setting_note *note)
{
	const struct wb_zone *zone = zone_of(config, note);
	char name[3 * WB_ZONE_NAME_MAX];
	struct wb_text text;

	wb_text_open(&text, name, sizeof(name));
	if (is_of_recipient(note)) {
		wb_text_addf(&text, "recipient \"%s\"", config->policy.recipients[note->place].name);
		if (strcmp(note->parent, "recipient") == 0)
			wb_text_addf(&text, " category \"%s\"", note->title);
	} else if (zone != NULL) {
		wb_text_addf(&text, "%s \"%s\"", zone->is_dnswl ? "dnswl" : "dnsbl", zone->shown);
		if (strcmp(note->section, "code") == 0)
			wb_text_addf(&text, " code \"%s\"", note->title);
	} else if (note->title != NULL) {
		wb_text_addf(&text, "%s \"%s\"", note->section, note->title);
	} else {
		wb_text_add(&text, note->section);
	}
	if (note->setting != NULL)
		wb_text_addf(&text, "%s%s", text.length > 0 ? " " : "", note->setting->name);
	return wb_pool_copy(&config->pool, name);
}

/* Of a section nothing, but of a zone with an account's key the whole name: another key is a change. */
static const char *value_of(struct wb_config *config, const struct wb_setting_note *note, const void *data)
{
	const struct wb_zone *zone = zone_of(config, note);

	if (note->setting != NULL)
		return wb_setting_format(note->setting, data, &config->pool);
	return zone != NULL && zone == data && zone->shown != zone->name ? zone->name : "";
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(((const struct wb_policy_setting *)a)->name, ((const struct wb_policy_setting *)b)->name);
}

/* A value's note, or with NULL that of the section itself. */
static const struct wb_setting_note *find_note(
    const struct wb_config *config, struct wb_position section, const char *setting, size_t index)
{
	for (size_t i = 0; i < config->note_count; i++) {
		const struct wb_setting_note *note = &config->notes[i];

		if (note->index == index && note->section_position.line == section.line &&
		    note->section_position.column == section.column && (note->setting == NULL) == (setting == NULL) &&
		    (setting == NULL || strcmp(note->setting->name, setting) == 0))
			return note;
	}
	return NULL;
}

struct wb_position wb_setting_position(
    const struct wb_config *config, struct wb_position section, const char *setting, size_t index)
{
	const struct wb_setting_note *note = find_note(config, section, setting, index);

	return note != NULL ? note->position : section;
}

struct wb_position wb_setting_position_in(
    const struct wb_config *config, const char *section, const char *setting, size_t index)
{
	struct wb_position position = { 0, 0 };

	for (size_t i = 0; i < config->note_count; i++) {
		const struct wb_setting_note *note = &config->notes[i];

		if (note->title != NULL || strcmp(note->section, section) != 0)
			continue;
		position = note->section_position;
		if (setting != NULL && note->setting != NULL && note->index == index &&
		    strcmp(note->setting->name, setting) == 0)
			return note->position;
	}
	return position;
}

bool wb_setting_is_given(const struct wb_config *config, struct wb_position section, const char *setting)
{
	return find_note(config, section, setting, 0) != NULL;
}

bool wb_setting_section_is_whole(
    const struct wb_config *config, const struct wb_diagnostics *diagnostics, struct wb_position section)
{
	for (size_t i = 0; i < config->note_count; i++) {
		const struct wb_setting_note *note = &config->notes[i];

		if (note->section_position.line != section.line || note->section_position.column != section.column)
			continue;
		if (note->setting == NULL ? !note->is_whole : wb_diagnostics_have(diagnostics, note->position))
			return false;
	}
	return true;
}

enum wb_status wb_setting_notes_format(struct wb_config *config)
{
	const struct wb_setting_note *notes = config->notes;
	size_t count = config->note_count;

	config->settings = wb_pool_alloc(&config->pool, count * sizeof(*config->settings));
	if (config->settings == NULL)
		return WB_NO_MEMORY;
	for (size_t i = 0; i < count; i++) {
		const void *data = data_of(config, &notes[i]);
		struct wb_policy_setting *row = &config->settings[config->setting_count];

		if (data == NULL || notes[i].index > 0 || (notes[i].setting == NULL && notes[i].title == NULL))
			continue;
		row->name = name_of(config, &notes[i]);
		row->value = value_of(config, &notes[i], data);
		if (row->name == NULL || row->value == NULL)
			return WB_NO_MEMORY;
		config->setting_count++;
	}
	qsort(config->settings, config->setting_count, sizeof(*config->settings), compare_names);
	return WB_OK;
}
