/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* sender_section.c - see sender_section.h */
#include "config/sender_section.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/file.h"
#include "base/text.h"
#include "config/config.h"
#include "config/section_file.h"
#include "config/setting_text.h"
#include "dns/catalogue.h"
#include "verdict/classify.h"
#include "verdict/registered_domain.h"

#define NAME_MAX_BYTES 40

struct wb_sender *wb_sender_section_add(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	struct wb_policy *policy = &config->policy;
	struct wb_sender *senders, *sender;

	if (policy->sender_count == WB_POLICY_SENDERS_MAX) {
		wb_diagnostics_add(diagnostics, position, "found sender \"%.40s\": expected at most %d of them",
		    wb_catalogue_hide_key(name), WB_POLICY_SENDERS_MAX);
		return NULL;
	}
	if (name[0] == '\0' || strlen(name) > NAME_MAX_BYTES || strpbrk(name, "\"\\=,") != NULL ||
	    !wb_text_is_printable(name) || strcasecmp(name, WB_GUARD_UNKNOWN) == 0) {
		wb_diagnostics_add(diagnostics, position,
		    "found sender \"%.40s\": expected a name of 1 to %d printable characters without comma, quote, backslash and =, and not \"" WB_GUARD_UNKNOWN
		    "\"",
		    wb_catalogue_hide_key(name), NAME_MAX_BYTES);
		return NULL;
	}
	senders = wb_pool_grow(&config->pool, policy->senders, policy->sender_count, sizeof(*senders));
	if (senders == NULL)
		return NULL;
	policy->senders = senders;
	sender = &senders[policy->sender_count];
	*sender = (struct wb_sender){ .name = wb_pool_copy(&config->pool, name), .position = position };
	if (sender->name == NULL || wb_setting_store_defaults("sender", &config->pool, sender, NULL) != WB_OK)
		return NULL;
	policy->sender_count++;
	return sender;
}

static void *add_shipped(
    struct wb_config *config, const char *name, struct wb_position position, struct wb_diagnostics *diagnostics)
{
	struct wb_sender *sender = wb_sender_section_add(config, name, position, diagnostics);

	if (sender != NULL)
		sender->is_shipped = true;
	return sender;
}

static enum wb_status read_file(struct wb_config *config, struct wb_diagnostics *diagnostics)
{
	static const struct wb_section_file kind = { "known_senders", "sender", add_shipped };
	char shipped[PATH_MAX];

	config->known_senders_shipped = config->known_senders[0] == '\0';
	if (config->known_senders_shipped) {
		wb_file_shared("known-senders.conf", shipped);
		config->known_senders = wb_pool_copy(&config->pool, shipped);
		if (config->known_senders == NULL)
			return WB_NO_MEMORY;
	}
	config->known_senders_missing = wb_section_file_is_missing(config->known_senders);
	if (config->known_senders_missing || config->policy.sender_action == WB_SENDER_OFF)
		return WB_OK;
	return wb_section_file_read(config, config->known_senders, &kind, diagnostics);
}

static bool is_in_configuration(const struct wb_policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->sender_count; i++) {
		if (!policy->senders[i].is_shipped && strcasecmp(policy->senders[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Anybody may have a name below a public suffix such as co.uk. */
static void check_suffixes(const struct wb_config *config, const struct wb_sender *sender, struct wb_diagnostics *diagnostics)
{
	for (size_t i = 0; i < sender->suffixes.count; i++) {
		const char *suffix = sender->suffixes.items[i];

		if (!wb_registered_domain_is_suffix(suffix))
			continue;
		if (sender->is_shipped)
			wb_diagnostics_add_of(diagnostics, config->known_senders, sender->position,
			    "found suffixes = \"%.80s\": expected a name that the sender alone controls, and this is a public suffix",
			    suffix);
		else
			wb_diagnostics_add(diagnostics, wb_setting_position(config, sender->position, "suffixes", i),
			    "found suffixes = \"%.80s\": expected a name that the sender alone controls, and this is a public suffix",
			    suffix);
	}
}

enum wb_status wb_sender_sections_finish(struct wb_config *config, struct wb_diagnostics *diagnostics)
{
	struct wb_policy *policy = &config->policy;
	enum wb_status status = read_file(config, diagnostics);
	size_t kept = 0;

	if (status != WB_OK)
		return status;
	for (size_t i = 0; i < policy->sender_count; i++)
		check_suffixes(config, &policy->senders[i], diagnostics);
	/* Those without a suffix last: they take the place of the file's. */
	for (size_t i = 0; i < policy->sender_count; i++) {
		if (!policy->senders[i].is_shipped || !is_in_configuration(policy, policy->senders[i].name))
			policy->senders[kept++] = policy->senders[i];
	}
	policy->sender_count = kept;
	kept = 0;
	for (size_t i = 0; i < policy->sender_count; i++) {
		if (policy->senders[i].suffixes.count > 0)
			policy->senders[kept++] = policy->senders[i];
	}
	policy->sender_count = policy->sender_action == WB_SENDER_OFF ? 0 : kept;
	return WB_OK;
}

bool wb_sender_add_origin(const struct wb_config *config, struct wb_text *text)
{
	const struct wb_policy *policy = &config->policy;
	size_t shipped = 0;

	if (policy->sender_action == WB_SENDER_OFF)
		return false;
	for (size_t i = 0; i < policy->sender_count; i++)
		shipped += policy->senders[i].is_shipped;
	if (config->known_senders_missing)
		wb_text_addf(text, "known_senders: there is no file %s: nobody is a known sender by it", config->known_senders);
	else
		wb_text_addf(text, "known_senders: %zu of %s, %zu of the configuration", shipped, config->known_senders,
		    policy->sender_count - shipped);
	return true;
}

bool wb_sender_add_age(const struct wb_policy *policy, int64_t now_s, struct wb_text *text)
{
	const struct wb_sender *oldest = NULL;
	size_t old = 0;

	for (size_t i = 0; i < policy->sender_count; i++) {
		const struct wb_sender *sender = &policy->senders[i];

		if (wb_sender_age_months(sender, now_s) <= WB_SENDER_FRESH_MONTHS)
			continue;
		old++;
		if (oldest == NULL || strcmp(sender->checked, oldest->checked) < 0)
			oldest = sender;
	}
	if (old > 0)
		wb_text_addf(text,
		    "%zu of %zu known senders %s checked more than %d months ago (\"%s\": %s): their names and networks may be others by now",
		    old, policy->sender_count, old == 1 ? "was" : "were", WB_SENDER_FRESH_MONTHS, oldest->name,
		    oldest->checked);
	return old > 0;
}

unsigned wb_sender_age_months(const struct wb_sender *sender, int64_t now_s)
{
	time_t now = (time_t)now_s;
	struct tm tm;
	long months;

	if (sender->checked[0] == '\0' || gmtime_r(&now, &tm) == NULL)
		return 0;
	months = (tm.tm_year + 1900L) * 12 + tm.tm_mon + 1 - strtol(sender->checked, NULL, 10) * 12 -
	    strtol(sender->checked + 5, NULL, 10);
	return months > 0 ? (unsigned)months : 0;
}
