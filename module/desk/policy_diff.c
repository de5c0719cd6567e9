/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* policy_diff.c - see policy_diff.h */
#include "desk/policy_diff.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/nat64.h"

#define SENDERS_NAMED_MAX 3 /* of those that are gone, before their number says more */

static enum wb_status no_memory(struct wb_error *error_r)
{
	return wb_fail(error_r, WB_NO_MEMORY, "out of memory");
}

static enum wb_status add_text(struct wb_apply *apply, struct wb_texts *list, const char *text, struct wb_error *error_r)
{
	const char **items = wb_pool_grow(&apply->pool, list->items, list->count, sizeof(*items));

	if (items == NULL || (items[list->count] = wb_pool_copy(&apply->pool, text)) == NULL)
		return no_memory(error_r);
	list->items = items;
	list->count++;
	return WB_OK;
}

enum wb_status wb_policy_diff_add_reason(struct wb_apply *apply, struct wb_error *error_r, const char *format, ...)
{
	char text[WB_ERROR_SIZE];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (add_text(apply, &apply->reasons, text, error_r) != WB_OK)
		return WB_NO_MEMORY;
	return add_text(apply, &apply->effects, text, error_r);
}

/* The change that is told already says it, too. */
static enum wb_status add_missing(struct wb_apply *apply, const char *name, struct wb_error *error_r)
{
	char text[WB_ERROR_SIZE];

	snprintf(text, sizeof(text), "%s is missing", name);
	return add_text(apply, &apply->reasons, text, error_r);
}

/* A section's name ends with its title. Its value may hold an account's key, which shows nowhere. */
static bool is_section(const char *name)
{
	return name[strlen(name) - 1] == '"';
}

static enum wb_status add_change(struct wb_apply *apply, enum wb_apply_kind kind, const char *name, const char *before,
    const char *after, struct wb_error *error_r)
{
	struct wb_apply_change *changes = wb_pool_grow(&apply->pool, apply->changes, apply->change_count, sizeof(*changes));
	struct wb_apply_change *change;

	if (changes == NULL)
		return no_memory(error_r);
	apply->changes = changes;
	change = &changes[apply->change_count];
	change->kind = kind;
	change->name = wb_pool_copy(&apply->pool, name);
	change->before = wb_pool_copy(&apply->pool, is_section(name) ? "" : before);
	change->after = wb_pool_copy(&apply->pool, is_section(name) ? "" : after);
	if (change->name == NULL || change->before == NULL || change->after == NULL)
		return no_memory(error_r);
	apply->change_count++;
	apply->counts[kind]++;
	return WB_OK;
}

/* What stands in a section that is gone altogether is gone with it, and needs no word of its own. */
static bool is_gone_with(const char *section, const char *name)
{
	size_t length = section == NULL ? 0 : strlen(section);

	return length > 0 && strncmp(name, section, length) == 0 && name[length] == ' ';
}

/* Both lists are sorted by name, in which a section stands in front of what is in it. */
static enum wb_status compare_settings(
    const struct wb_policy_file *old, const struct wb_policy_file *new, struct wb_apply *apply, struct wb_error *error_r)
{
	const char *gone = NULL;
	size_t o = 0, n = 0;
	enum wb_status status = WB_OK;

	while (status == WB_OK && (o < old->setting_count || n < new->setting_count)) {
		const struct wb_policy_setting *before = o < old->setting_count ? &old->settings[o] : NULL;
		const struct wb_policy_setting *after = n < new->setting_count ? &new->settings[n] : NULL;
		int order = before == NULL ? 1 : after == NULL ? -1 : strcmp(before->name, after->name);

		if (order < 0 && !is_gone_with(gone, before->name)) {
			gone = is_section(before->name) ? before->name : gone;
			status = add_change(apply, WB_APPLY_REMOVED, before->name, before->value, "", error_r);
			if (status == WB_OK)
				status = add_missing(apply, before->name, error_r);
		} else if (order > 0) {
			status = add_change(apply, WB_APPLY_ADDED, after->name, "", after->value, error_r);
		} else if (order == 0 && strcmp(before->value, after->value) != 0) {
			status = add_change(apply, WB_APPLY_CHANGED, before->name, before->value, after->value, error_r);
		}
		o += order <= 0;
		n += order >= 0;
	}
	return status;
}

static bool has_text(const struct wb_texts *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++) {
		if (strcmp(list->items[i], text) == 0)
			return true;
	}
	return false;
}

static bool covers(const struct wb_prefixes *list, const struct wb_prefix *prefix)
{
	for (size_t i = 0; i < list->count; i++) {
		if (wb_prefix_lies_in(prefix, &list->items[i]))
			return true;
	}
	return false;
}

/* By what is exempt, not by how it was written: a wider network in the place of two is no loss. */
static enum wb_status compare_exempt(
    const struct wb_policy *old_policy, const struct wb_policy *new_policy, struct wb_apply *apply, struct wb_error *error_r)
{
	const struct wb_exempt *old = &old_policy->exempt, *new = &new_policy->exempt;
	char prefix[WB_PREFIX_TEXT_SIZE];
	struct wb_prefix plain, before;
	enum wb_status status = WB_OK;

	for (size_t i = 0; i < old->hosts.count && status == WB_OK; i++) {
		const struct wb_prefix *host = &old->hosts.items[i];

		wb_prefix_format_short(host, prefix);
		/* A translator's prefix that is named now takes its clients out of the network around it. */
		if (wb_nat64_prefix(&new_policy->nat64_prefixes, host, &plain, NULL) == WB_INVALID &&
		    wb_nat64_prefix(&old_policy->nat64_prefixes, host, &before, NULL) != WB_INVALID)
			status = wb_policy_diff_add_reason(
			    apply, error_r, "clients in %s that count as IPv4 are no longer exempt", prefix);
		else if (!covers(&new->hosts, &plain))
			status = wb_policy_diff_add_reason(apply, error_r, "%s is no longer exempt", prefix);
	}
	for (size_t i = 0; i < old->recipients.count && status == WB_OK; i++) {
		if (!has_text(&new->recipients, old->recipients.items[i]))
			status = wb_policy_diff_add_reason(
			    apply, error_r, "the recipient \"%s\" is no longer exempt", old->recipients.items[i]);
	}
	if (status == WB_OK && old->authenticated && !new->authenticated)
		status = wb_policy_diff_add_reason(apply, error_r, "clients that logged in are no longer exempt");
	return status;
}

static const struct wb_sender *find_sender(const struct wb_policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->sender_count; i++) {
		if (strcasecmp(policy->senders[i].name, name) == 0)
			return &policy->senders[i];
	}
	return NULL;
}

/* Whoever was a known sender and is none any more could be refused. */
static enum wb_status compare_senders(
    const struct wb_policy *old, const struct wb_policy *new, struct wb_apply *apply, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;
	size_t gone = 0;

	for (size_t i = 0; i < old->sender_count; i++)
		gone += find_sender(new, old->senders[i].name) == NULL;
	for (size_t i = 0; i < old->sender_count && status == WB_OK && gone <= SENDERS_NAMED_MAX; i++) {
		if (find_sender(new, old->senders[i].name) == NULL)
			status = wb_policy_diff_add_reason(
			    apply, error_r, "\"%s\" is no longer a known sender", old->senders[i].name);
	}
	if (gone > SENDERS_NAMED_MAX)
		status = wb_policy_diff_add_reason(
		    apply, error_r, "%zu of %zu are no longer known senders", gone, old->sender_count);
	return status;
}

static const struct wb_rule *find_rule(const struct wb_policy *policy, const char *name)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		if (strcmp(policy->rules[i].name, name) == 0)
			return &policy->rules[i];
	}
	return NULL;
}

static enum wb_status add_senders_of(
    const struct wb_policy *policy, const char *rule, uint32_t asn, struct wb_apply *apply, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	for (size_t i = 0; i < policy->sender_count && status == WB_OK; i++) {
		if (wb_asns_hold(&policy->senders[i].asns, asn))
			status = wb_policy_diff_add_reason(apply, error_r,
			    "rule \"%s\" is about AS%u, which the known sender \"%s\" sends from", rule, asn,
			    policy->senders[i].name);
	}
	return status;
}

/* A rule about a network that known senders send from: the guard saves their own hosts, and nobody else's there. */
static enum wb_status find_hit_senders(
    const struct wb_policy *old, const struct wb_policy *new, struct wb_apply *apply, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	for (size_t r = 0; r < new->rule_count; r++) {
		const struct wb_rule *rule = &new->rules[r], *before = find_rule(old, rule->name);

		for (size_t i = 0; i < rule->asns.count && status == WB_OK; i++) {
			uint32_t asn = rule->asns.items[i];

			if (before == NULL || !wb_asns_hold(&before->asns, asn))
				status = add_senders_of(new, rule->name, asn, apply, error_r);
		}
	}
	return status;
}

enum wb_status wb_policy_diff(
    const struct wb_policy_file *old, const struct wb_policy_file *new, struct wb_apply *apply, struct wb_error *error_r)
{
	static const struct wb_policy_file nothing;
	enum wb_status status = WB_OK;

	if (old != NULL && strcmp(old->policy.config_path, new->policy.config_path) != 0)
		status = wb_policy_diff_add_reason(apply, error_r,
		    "the policy in force was compiled from %s, not from %s: two configurations need two stores",
		    old->policy.config_path, new->policy.config_path);
	if (status == WB_OK && old != NULL && old->policy.mode == WB_MONITOR && new->policy.mode == WB_ENFORCE)
		status = wb_policy_diff_add_reason(apply, error_r, "mode becomes \"enforce\": mail would be refused");
	if (status == WB_OK && old != NULL)
		status = compare_exempt(&old->policy, &new->policy, apply, error_r);
	if (status == WB_OK && old != NULL)
		status = compare_senders(&old->policy, &new->policy, apply, error_r);
	if (status == WB_OK && old != NULL)
		status = find_hit_senders(&old->policy, &new->policy, apply, error_r);
	if (status == WB_OK)
		status = compare_settings(old != NULL ? old : &nothing, new, apply, error_r);
	/* Where the file names no site, this host's name stands for it. */
	if (status == WB_OK && old != NULL && apply->change_count == 0 &&
	    strcmp(old->policy.site.name, new->policy.site.name) != 0)
		status =
		    add_change(apply, WB_APPLY_CHANGED, "site name", old->policy.site.name, new->policy.site.name, error_r);
	return status;
}
