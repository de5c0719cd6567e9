/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* apply.c - see apply.h */
#include "desk/apply.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "desk/nat64_listings.h"
#include "desk/policy_diff.h"
#include "store/key_copy.h"
#include "store/published_file.h"
#include "verdict/policy_file.h"
#include "verdict/published.h"
#include "verdict/reply.h"

/* WB_NOT_FOUND: there is no such file. */
static enum wb_status read_policy(const char *store, const char *name, struct wb_policy_file **file_r, struct wb_error *error_r)
{
	char path[PATH_MAX];
	struct stat st;

	*file_r = NULL;
	snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER "/%s", store, name);
	if (lstat(path, &st) < 0 && errno == ENOENT)
		return WB_NOT_FOUND;
	return wb_policy_file_read(path, WB_POLICY_FILE_WHOLE, file_r, error_r);
}

/* A reply whose lines could grow too long is found when all settings are known. */
static enum wb_status check_replies(const struct wb_policy *policy, struct wb_error *error_r)
{
	for (size_t i = 0; i < policy->category_count; i++) {
		const struct wb_category *category = &policy->categories[i];

		if (wb_reply_review(category->text, category->status, policy->site.name, policy->site.url).is_cut)
			return wb_fail(error_r, WB_INVALID,
			    "category \"%s\": with long values a line of its text has more than %d octets: expected fewer placeholders in a line",
			    category->id, WB_REPLY_LINE_BYTES_MAX);
	}
	return WB_OK;
}

/* The same policy, made from the same file, whenever that was. */
static enum wb_status compare(
    const struct wb_policy_file *old, const struct wb_policy_file *new, bool *is_same_r, struct wb_error *error_r)
{
	struct wb_policy_file dated = *old;
	unsigned char *old_bytes = NULL, *new_bytes = NULL;
	size_t old_size = 0, new_size = 0;
	enum wb_status status;

	dated.serial = new->serial;
	dated.made_at_s = new->made_at_s;
	status = wb_policy_file_encode(&dated, &old_bytes, &old_size, error_r);
	if (status == WB_OK)
		status = wb_policy_file_encode(new, &new_bytes, &new_size, error_r);
	*is_same_r = status == WB_OK && old_size == new_size && memcmp(old_bytes, new_bytes, old_size) == 0;
	free(old_bytes);
	free(new_bytes);
	return status;
}

static enum wb_status publish(
    const char *store, const char *name, const struct wb_policy_file *policy, struct wb_error *error_r)
{
	struct wb_published_file file = { .folder_fd = -1, .fd = -1 };
	unsigned char *bytes = NULL;
	size_t size = 0;
	enum wb_status status = wb_policy_file_encode(policy, &bytes, &size, error_r);

	if (status == WB_OK)
		status = wb_published_file_open(store, name, &file, error_r);
	if (status == WB_OK)
		status = wb_published_file_write(&file, bytes, size, 0, error_r);
	if (status == WB_OK)
		status = wb_published_file_commit(&file, error_r);
	wb_published_file_close(&file);
	free(bytes);
	return status;
}

/* "category \"spam\" action, mode, and 3 more": what history says of a change. */
static void format_why(const struct wb_apply *apply, enum wb_apply_wish wish, char *why, size_t size)
{
	char buffer[2 * WB_LISTING_REASON_SIZE];
	struct wb_text text;
	size_t shown = 0;

	wb_text_open(&text, buffer, sizeof(buffer));
	if (wish == WB_APPLY_PREVIOUS)
		wb_text_add(&text, "back to the previous policy: ");
	else if (apply->is_first)
		wb_text_add(&text, "the first policy: ");
	for (; shown < apply->change_count && text.length < WB_LISTING_REASON_SIZE / 2; shown++)
		wb_text_addf(&text, "%s%.80s", shown > 0 ? ", " : "", apply->changes[shown].name);
	if (shown < apply->change_count)
		wb_text_addf(&text, ", and %zu more", apply->change_count - shown);
	else if (apply->change_count == 0)
		wb_text_add(&text, "no setting has changed");
	wb_text_copy(why, size, buffer);
}

/* History is beside the point of a change: when it cannot be told, the policy is in force all the same. */
static void note_history(
    const struct wb_config *config, enum wb_apply_wish wish, const struct wb_change *change, struct wb_apply *apply)
{
	struct wb_history_record record = { .action = WB_HISTORY_APPLY,
		.added = apply->counts[WB_APPLY_ADDED],
		.kept = apply->counts[WB_APPLY_CHANGED],
		.removed = apply->counts[WB_APPLY_REMOVED] };
	struct wb_listing_writer *writer = NULL;
	enum wb_status status;

	if (config->policy.store[0] == '\0')
		return;
	format_why(apply, wish, record.why, sizeof(record.why));
	status = wb_listing_writer_open(config->policy.store, &writer, &apply->history_fault);
	if (status == WB_OK)
		status = wb_change_note(writer, change, &record, &apply->history_fault);
	if (status == WB_OK)
		status = wb_listing_commit(writer, &apply->history_fault);
	if (status == WB_OK)
		apply->history_fault.text[0] = '\0';
	wb_listing_writer_close(&writer);
}

/* An allow listing of clients that count as IPv4 from now on is one no more: they could be refused. */
static enum wb_status compare_translated(
    const struct wb_policy *old, const struct wb_policy *new, int64_t now_s, struct wb_apply *apply, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	for (size_t i = 0; status == WB_OK && i < new->nat64_prefixes.count; i++) {
		const struct wb_prefix *space = &new->nat64_prefixes.items[i];
		char text[WB_NAT64_LISTINGS_TEXT_SIZE];
		struct wb_nat64_listings found = { .count = 0 };
		bool is_new = true;

		for (size_t k = 0; k < old->nat64_prefixes.count; k++)
			is_new = is_new && !wb_prefix_equals(space, &old->nat64_prefixes.items[k]);
		if (is_new)
			status = wb_nat64_listings_find(new, space, now_s, &found, error_r);
		if (status == WB_NOT_FOUND)
			status = WB_OK;
		if (status == WB_UNAVAILABLE)
			status = wb_policy_diff_add_reason(apply, error_r, "%s", error_r->text);
		if (status == WB_OK && found.allows > 0)
			status = wb_policy_diff_add_reason(apply, error_r, "%s", wb_nat64_listings_format(&found, text));
	}
	return status;
}

/* Decides, and writes. old: the policy in force, or NULL; new: what shall be. The lock is held, but for WB_APPLY_CHECK. */
static enum wb_status replace(const char *store, enum wb_apply_wish wish, const struct wb_policy_file *old,
    struct wb_policy_file *new, struct wb_apply *apply, struct wb_error *error_r)
{
	bool is_same = false;
	enum wb_status status = WB_OK;

	new->serial = old != NULL ? old->serial + 1 : 1;
	apply->serial = old != NULL ? old->serial : 0;
	if (old != NULL)
		status = compare(old, new, &is_same, error_r);
	if (status == WB_OK)
		status = wb_policy_diff(old, new, apply, error_r);
	if (status == WB_OK && old != NULL)
		status = compare_translated(&old->policy, &new->policy, new->made_at_s, apply, error_r);
	if (status != WB_OK)
		return status;
	apply->outcome = is_same ? WB_APPLY_SAME : wish == WB_APPLY_CHECK ? WB_APPLY_WOULD : WB_APPLY_DONE;
	if (wish == WB_APPLY_AUTO && apply->reasons.count > 0)
		apply->outcome = WB_APPLY_WAITS;
	if (apply->outcome != WB_APPLY_DONE)
		return WB_OK;
	/* The one in force first: whoever is killed between the two leaves it in both places. */
	if (old != NULL)
		status = publish(store, WB_POLICY_FILE_PREVIOUS, old, error_r);
	if (status == WB_OK)
		status = publish(store, WB_POLICY_FILE_NAME, new, error_r);
	if (status == WB_OK)
		apply->serial = new->serial;
	return status;
}

enum wb_status wb_apply(const struct wb_config *config, enum wb_apply_wish wish, const struct wb_change *change,
    struct wb_apply *apply_r, struct wb_error *error_r)
{
	const char *store = wb_policy_folder(&config->policy);
	struct wb_policy_file from_config = { .policy = config->policy,
		.made_at_s = change->at_s,
		.settings = config->settings,
		.setting_count = config->setting_count };
	struct wb_policy_file *old = NULL, *previous = NULL, *new = &from_config, *in_force;
	char key[PATH_MAX];
	struct wb_error fault = { "" };
	struct stat st;
	enum wb_status status = WB_OK, read;
	int lock_fd = -1;

	memset(apply_r, 0, sizeof(*apply_r));
	wb_key_copy_path(store, key);
	from_config.policy.reference_key = key;
	if (wish != WB_APPLY_CHECK && stat(store, &st) < 0)
		status = wb_fail(error_r, WB_UNAVAILABLE, "store %s: %s%s", store, strerror(errno),
		    errno == ENOENT ? ": make it with whyblock init" : "");
	if (status == WB_OK && wish != WB_APPLY_CHECK)
		status = wb_published_lock(store, &lock_fd, error_r);
	if (status != WB_OK)
		return status;
	read = read_policy(store, WB_POLICY_FILE_NAME, &old, &fault);
	apply_r->is_first = read == WB_NOT_FOUND;
	if (read == WB_NO_MEMORY)
		status = wb_fail(error_r, WB_NO_MEMORY, "%s", fault.text);
	/* An upgrade must not accept all mail because of a reply that was cut until then: check-config tells of it. */
	if (status == WB_OK && wish != WB_APPLY_PREVIOUS && !apply_r->is_first)
		status = check_replies(&config->policy, error_r);
	if (status == WB_OK && wish == WB_APPLY_PREVIOUS) {
		status = read_policy(store, WB_POLICY_FILE_PREVIOUS, &previous, error_r);
		new = previous;
		if (status == WB_OK)
			new->made_at_s = change->at_s;
	}
	/* What stands in the place of a policy and is none may have been one: nobody can say what it would lose. */
	if (status == WB_OK && read == WB_UNAVAILABLE)
		status = wb_policy_diff_add_reason(apply_r, error_r, "%s", fault.text);
	if (status == WB_OK)
		status = replace(store, wish, old, new, apply_r, error_r);
	in_force = apply_r->outcome == WB_APPLY_WAITS ? old : new;
	if (status == WB_OK && wish != WB_APPLY_CHECK && in_force != NULL)
		wb_mmdb_update(store, &in_force->policy.geoip, apply_r->copies);
	if (status == WB_OK && wish != WB_APPLY_CHECK)
		wb_key_copy_update(store, config->policy.reference_key, &apply_r->key_fault);
	if (lock_fd >= 0)
		close(lock_fd);
	if (status == WB_OK && apply_r->outcome == WB_APPLY_DONE)
		note_history(config, wish, change, apply_r);
	/* Nothing of it points into the files. */
	wb_policy_file_close(&old);
	wb_policy_file_close(&previous);
	return status;
}

void wb_apply_close(struct wb_apply *apply)
{
	wb_pool_close(&apply->pool);
	memset(apply, 0, sizeof(*apply));
}
