/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* report_section.c - see report_section.h */
#include "config/report_section.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "config/category_name.h"
#include "config/config.h"
#include "config/setting_text.h"
#include "dns/catalogue.h"
#include "verdict/event.h"
#include "verdict/listing.h"

/*
 * Antivirus programs guess, too: what is only suspected (heuristics, programs that somebody may have installed on purpose, signatures that
 * nobody has signed) has refused much mail that was none.
 */
#define ONLY_SUSPECTED "Heuristics.* PUA.* *.UNOFFICIAL"

const struct wb_report_kind wb_report_kinds[] = {
	{ "trap", true, "spam-source", "1", NULL, "24h", "", "mail to a spamtrap: acl-snippets/trap.conf" },
	{ "malware", true, "virus", "1", NULL, "24h", ONLY_SUSPECTED, "mail with malware: acl-snippets/malware.conf" },
	{ WB_REPORT_UNKNOWN_RECIPIENTS, false, "spam-source", "3", "6h", "24h", "",
	    "a connection that asked for 10 recipients or more, half of which nobody has: acl-snippets/done.conf" },
	{ WB_REPORT_PROTOCOL, false, "virus", "5", "6h", "24h", "",
	    "a connection that Exim ended for what no mail server says: acl-snippets/done.conf" },
	{ WB_REPORT_FORMMAIL, false, "formmail", "1", "24h", "6h", "", "a message of a web form that was refused for it" },
};
const size_t wb_report_kind_count = sizeof(wb_report_kinds) / sizeof(wb_report_kinds[0]);

static const struct wb_report_kind *find_kind(const char *name)
{
	for (size_t i = 0; i < wb_report_kind_count; i++) {
		if (strcmp(wb_report_kinds[i].name, name) == 0)
			return &wb_report_kinds[i];
	}
	return NULL;
}

/* Stores the words of a default; of what is no list there is one. */
static enum wb_status store(struct wb_config *config, struct wb_report_settings *settings, const char *name, const char *words)
{
	const struct wb_setting *setting = wb_setting_find("report", name);
	enum wb_status status = WB_OK;
	char word[64];

	if (words == NULL)
		return WB_OK;
	for (const char *at = words; *at != '\0' && status == WB_OK;) {
		size_t length = strcspn(at, " ");

		snprintf(word, sizeof(word), "%.*s", (int)length, at);
		status = wb_setting_store(setting, &config->pool, settings, word, NULL);
		at += length + (at[length] == ' ');
	}
	return status;
}

/* NULL: no memory. */
static struct wb_report_settings *add(struct wb_config *config, const char *name, struct wb_position position)
{
	const struct wb_report_kind *kind = find_kind(name);
	struct wb_report_settings *reports =
	    wb_pool_grow(&config->pool, config->reports, config->report_count, sizeof(*reports));
	struct wb_report_settings *settings;

	if (reports == NULL)
		return NULL;
	config->reports = reports;
	settings = &reports[config->report_count];
	*settings = (struct wb_report_settings){ .name = wb_pool_copy(&config->pool, name), .position = position };
	if (settings->name == NULL || wb_setting_store_defaults("report", &config->pool, settings, NULL) != WB_OK)
		return NULL;
	if (kind != NULL) {
		settings->is_certain = kind->is_certain;
		if (store(config, settings, "category", kind->category) != WB_OK ||
		    store(config, settings, "hits", kind->hits) != WB_OK ||
		    store(config, settings, "leak", kind->leak) != WB_OK ||
		    store(config, settings, "ttl", kind->ttl) != WB_OK ||
		    store(config, settings, "except", kind->except) != WB_OK)
			return NULL;
	}
	config->report_count++;
	return settings;
}

enum wb_status wb_report_sections_begin(struct wb_config *config)
{
	for (size_t i = 0; i < wb_report_kind_count; i++) {
		if (add(config, wb_report_kinds[i].name, WB_POSITION_NONE) == NULL)
			return WB_NO_MEMORY;
	}
	return WB_OK;
}

struct wb_report_settings *wb_report_section_open(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	char source[WB_LISTING_SOURCE_SIZE];

	for (size_t i = 0; i < config->report_count; i++) {
		if (strcmp(config->reports[i].name, name) == 0) {
			config->reports[i].position = position;
			return &config->reports[i];
		}
	}
	snprintf(source, sizeof(source), WB_LISTING_SOURCE_REPORT "%s", name);
	if (strlen(name) >= WB_EVENT_REPORT_KIND_SIZE || !wb_listing_source_is_valid(source)) {
		wb_diagnostics_add(diagnostics, position,
		    "found report \"%.40s\": expected a kind of 1 to %d letters, digits and . _ - + @ :",
		    wb_catalogue_hide_key(name), WB_EVENT_REPORT_KIND_SIZE - 1);
		return NULL;
	}
	if (config->report_count == WB_REPORT_KINDS_MAX) {
		wb_diagnostics_add(diagnostics, position,
		    "found report \"%.40s\": expected at most %d kinds, the built-in ones included", name, WB_REPORT_KINDS_MAX);
		return NULL;
	}
	return add(config, name, position);
}

void wb_report_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics)
{
	for (size_t i = 0; i < config->report_count; i++) {
		const struct wb_report_settings *settings = &config->reports[i];

		char what[60];

		snprintf(what, sizeof(what), "report \"%s\"", settings->name);
		wb_category_name_find(config, diagnostics, settings->position, what, settings->category_id, false);
		/* What nobody takes out stays for years, when the host has long been another's. */
		if (settings->ttl_s == 0)
			wb_diagnostics_add(diagnostics, wb_setting_position(config, settings->position, "ttl", 0),
			    "found report \"%s\" with ttl = \"\": expected a time such as 24h", settings->name);
		else if (settings->ttl_max_s < settings->ttl_s)
			wb_diagnostics_add(diagnostics, wb_setting_position(config, settings->position, "ttl_max", 0),
			    "found report \"%s\" with a ttl_max that is shorter than its ttl: expected the same or longer",
			    settings->name);
	}
}

const struct wb_report_settings *wb_report_find(const struct wb_config *config, const char *name)
{
	for (size_t i = 0; i < config->report_count; i++) {
		if (strcmp(config->reports[i].name, name) == 0)
			return &config->reports[i];
	}
	return NULL;
}

/*
 * Goes back to the last star alone: what an earlier one stood for never needs another look. is_cut: the text went on, with what a pattern that has a
 * star may have meant.
 */
static bool matches(const char *pattern, const char *text, bool is_cut)
{
	const char *star = NULL, *resumed = NULL;

	while (*text != '\0') {
		if (*pattern == '*') {
			star = ++pattern;
			resumed = text;
		} else if (*pattern == '?' || tolower((unsigned char)*pattern) == tolower((unsigned char)*text)) {
			pattern++;
			text++;
		} else if (star != NULL) {
			pattern = star;
			text = ++resumed;
		} else {
			return false;
		}
	}
	if (is_cut && star != NULL)
		return true;
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

bool wb_report_is_excepted(const struct wb_report_settings *settings, const char *reason)
{
	bool is_cut = strlen(reason) >= WB_EVENT_REPORT_REASON_SIZE - 1;

	for (size_t i = 0; i < settings->except.count; i++) {
		if (matches(settings->except.items[i], reason, is_cut))
			return true;
	}
	return false;
}
