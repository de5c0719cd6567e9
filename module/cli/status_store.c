/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* status_store.c - what is in force against what was written down: policy, mmdb files, keys, listings, feeds, requests */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/timestamp.h"
#include "cli/print_apply.h"
#include "cli/status_part.h"
#include "cli/who.h"
#include "config/sender_section.h"
#include "desk/apply.h"
#include "desk/feed_sync.h"
#include "store/held_mail.h"
#include "store/key_copy.h"
#include "store/listing_session.h"
#include "store/listings.h"
#include "store/mmdb_copy.h"
#include "store/publish.h"
#include "store/request.h"
#include "store/store.h"
#include "verdict/policy.h"
#include "verdict/published.h"
#include "verdict/reference_key.h"

#define OWNER "whyblock" /* of the usual store */
#define OLD_REQUEST_S (7 * STATUS_DAY_S)
/*
 * The timer syncs every six hours, with half an hour of chance. A feed whose file comes once a day may be two days old. One whose listings
 * end before that is told of when half of their time is over, from when on a sync gives them new time; but not before the timer's turn.
 */
#define OLD_FEED_S (2 * STATUS_DAY_S)
#define FEED_TURN_S (7 * 3600)

static void fault_with_error(struct status *status, const char *words, const struct wb_error *error)
{
	status_add(status, STATUS_FAULT, status_command(status, words).text, "%s", error->text);
}

/* ---- The policy ------------------------------------------------------------------------------------------------------ */

/* Of a file with mistakes: the first one. */
static void fault_mistakes(struct status *status)
{
	const struct wb_diagnostics *diagnostics = status->diagnostics;
	char line[WB_DIAGNOSTIC_LINE_SIZE], more[40] = "", where[32] = " it", help[PATH_MAX + 64];

	wb_diagnostic_format(&diagnostics->rows[0], status->cli->config_path, line);
	if (wb_diagnostics_are_of_access(diagnostics)) {
		snprintf(help, sizeof(help), "sudo %s", status_command(status, "status").text);
		status_add(status, STATUS_FAULT, help, "the configuration is not for whoever asks: %.400s", line);
		return;
	}
	if (diagnostics->count > 1)
		snprintf(more, sizeof(more), "; and %zu more", diagnostics->count - 1);
	if (diagnostics->rows[0].position.line > 0)
		snprintf(where, sizeof(where), " line %d", diagnostics->rows[0].position.line);
	snprintf(help, sizeof(help), "edit %s: fix%s; then %s", status->cli->config_path, where,
	    status_command(status, "apply").text);
	status_add(status, STATUS_FAULT, help, "a mistake, until whose end the policy of before stays: %.350s%s", line, more);
}

/* The settings by which the file and the policy in force differ; what is missing first. */
static void fault_differs(struct status *status, const struct wb_apply *apply)
{
	char names[200];
	struct wb_text text;
	size_t shown = 0;

	wb_text_open(&text, names, sizeof(names));
	for (; shown < apply->reasons.count && text.length < 100; shown++)
		wb_text_addf(&text, "%s%.80s", shown > 0 ? "; " : "", apply->reasons.items[shown]);
	if (apply->reasons.count > 0) {
		if (shown < apply->reasons.count)
			wb_text_addf(&text, "; and %zu more", apply->reasons.count - shown);
		status_add(status, STATUS_FAULT, status_command(status, "apply").text, "%s waits for somebody to apply it: %s",
		    status->cli->config_path, names);
		return;
	}
	for (; shown < apply->change_count && text.length < 100; shown++)
		wb_text_addf(&text, "%s%s %.80s", shown > 0 ? ", " : "", cli_apply_kind_name(apply->changes[shown].kind),
		    apply->changes[shown].name);
	if (shown < apply->change_count)
		wb_text_addf(&text, ", and %zu more", apply->change_count - shown);
	if (shown == 0)
		wb_text_add(&text, "not in a setting, but in what this version makes of it");
	status_add(status, STATUS_FAULT, status_command(status, "apply").text,
	    "%s was changed, and the policy of before is in force: %s", status->cli->config_path, names);
}

static void compare_with_file(struct status *status)
{
	const struct wb_change change = cli_change(status->cli);
	struct wb_apply apply;
	struct wb_error error;
	enum wb_status found = wb_apply(status->config, WB_APPLY_CHECK, &change, &apply, &error);

	if (found != WB_OK)
		fault_with_error(status, "apply --check", &error);
	else if (apply.outcome != WB_APPLY_SAME)
		fault_differs(status, &apply);
	else
		status_add(status, STATUS_GOOD, "", "policy %llu is published, as %s says", (unsigned long long)apply.serial,
		    status->cli->config_path);
	wb_apply_close(&apply);
}

void status_look_policy(struct status *status)
{
	char help[2 * PATH_MAX + 64], old[256];
	struct wb_text text;
	struct wb_error error;
	enum wb_status found = wb_policy_open(status->store, NULL, &status->policy, &error);

	if (status->config == NULL) {
		fault_mistakes(status);
	} else if (access(status->cli->config_path, R_OK) < 0) {
		snprintf(
		    help, sizeof(help), "chgrp " OWNER " %s; chmod 640 %s", status->cli->config_path, status->cli->config_path);
		status_add(
		    status, STATUS_FAULT, help, "%s: %s, as the store's owner", status->cli->config_path, strerror(errno));
	}
	if (found != WB_OK) {
		wb_policy_close(&status->policy);
		if (!status_is_published(status))
			status_add(status, STATUS_FAULT, status_command(status, "init").text,
			    "there is no %s/" WB_PUBLISHED_FOLDER ", so Exim accepts all mail", status->store);
		else
			status_add(status, STATUS_FAULT, status_command(status, "apply").text,
			    "Exim has no policy, so it accepts all mail: %s", error.text);
		return;
	}
	if (status->config != NULL)
		compare_with_file(status);
	if (status->policy->mode == WB_MONITOR)
		status_add(status, STATUS_NOTE, "", "mode is \"monitor\": whyblock decides and logs, and blocks nobody");
	wb_text_open(&text, old, sizeof(old));
	if (wb_sender_add_age(status->policy, status->cli->now_s, &text))
		status_add(status, STATUS_NOTE, "", "%s", old);
}

/* ---- The mmdb files -------------------------------------------------------------------------------------------------- */

/* A rule of the policy asks for it. */
static bool is_wanted(const struct wb_policy *policy, enum wb_geoip_want want)
{
	for (size_t i = 0; i < policy->rule_count; i++) {
		const struct wb_rule *rule = &policy->rules[i];

		if ((want == WB_GEOIP_COUNTRY ? rule->countries.count + rule->except_countries.count
					      : rule->asns.count + rule->except_asns.count) > 0)
			return true;
	}
	return false;
}

void status_look_geoip(struct status *status)
{
	const struct wb_policy *policy = status->policy;
	const char *apply = "apply";
	size_t copies = 0;

	for (int want = 0; policy != NULL && want < WB_GEOIP_WANTS; want++) {
		const char *path = want == WB_GEOIP_COUNTRY ? policy->geoip.country : policy->geoip.asn;
		const char *setting = wb_mmdb_setting((enum wb_geoip_want)want);
		bool wanted = is_wanted(policy, (enum wb_geoip_want)want);
		char help[PATH_MAX + 64];
		struct wb_mmdb_copy copy;

		wb_mmdb_look(status->store, (enum wb_geoip_want)want, path, &copy);
		snprintf(help, sizeof(help), "edit %s: geoip.%s names the file", status->cli->config_path, setting);
		copies += copy.is_there;
		if (copy.outcome == WB_MMDB_STALE && copy.is_there)
			status_add(status, STATUS_FAULT, status_command(status, apply).text,
			    "geoip.%s: Exim asks an older copy of %s", setting, path);
		else if (copy.outcome == WB_MMDB_STALE)
			status_add(status, STATUS_FAULT, status_command(status, apply).text,
			    "geoip.%s: Exim has no copy of %s yet: unknown for every client", setting, path);
		else if (copy.outcome == WB_MMDB_GONE && copy.is_there)
			status_add(status, STATUS_NOTE, help, "geoip.%s: there is no file %s any more: Exim asks its copy",
			    setting, path);
		else if (wanted && !copy.is_there)
			status_add(status, STATUS_FAULT, help, "geoip.%s: %s%s, but rules ask for it: unknown for every client",
			    setting, path[0] != '\0' ? "there is no file " : "not set", path);
	}
	if (copies > 0 && !status_has(status, STATUS_NOTE))
		status_add(status, STATUS_GOOD, "", "Exim has a copy of each mmdb file");
}

/* ---- The keys of references ------------------------------------------------------------------------------------------ */

void status_look_references(struct status *status)
{
	const char *path = status->config != NULL ? status->config->policy.reference_key : NULL;
	const struct passwd *self = getpwuid(geteuid());
	struct wb_reference_keys keys, copies;
	char copy[PATH_MAX];
	struct wb_error error;
	enum wb_status found;

	if (path == NULL || !status_is_published(status))
		return;
	found = wb_reference_keys_read(path, &keys, &error);
	if (found == WB_NOT_FOUND)
		return;
	if (found != WB_OK) {
		status_add(status, STATUS_FAULT, status_command(status, "init").text,
		    "%s, as user %s; init gives the rights, and keeps the keys", error.text,
		    self != NULL ? self->pw_name : "?");
		return;
	}
	wb_key_copy_path(status->store, copy);
	found = wb_reference_keys_read(copy, &copies, &error);
	if (found != WB_OK && found != WB_NOT_FOUND)
		fault_with_error(status, "apply", &error);
	else if (found == WB_NOT_FOUND || keys.count != copies.count ||
	    memcmp(keys.bytes, copies.bytes, sizeof(keys.bytes)) != 0)
		status_add(status, STATUS_FAULT, status_command(status, "apply").text, "Exim has %s keys of %s, so %s",
		    found == WB_NOT_FOUND ? "none of the" : "other", path,
		    found == WB_NOT_FOUND ? "replies carry no reference" : "it signs by an older one");
	else
		status_add(status, STATUS_GOOD, "", "Exim has the keys of %s", path);
}

/* ---- The listings ---------------------------------------------------------------------------------------------------- */

/* The store is its owner's alone, and the usual one is whyblock's. */
static bool look_at_rights(struct status *status)
{
	const struct passwd *user = wb_policy_is_usual_store(status->store) ? getpwnam(OWNER) : NULL;
	const struct passwd *owner;
	struct wb_error error;
	struct stat st;

	if (stat(status->store, &st) < 0) {
		status_add(
		    status, STATUS_FAULT, status_command(status, "init").text, "store %s: %s", status->store, strerror(errno));
		return false;
	}
	if (user != NULL && user->pw_uid != st.st_uid) {
		owner = getpwuid(st.st_uid);
		status_add(status, STATUS_FAULT, status_command(status, "init").text,
		    "store %s: belongs to user %s, expected " OWNER, status->store, owner != NULL ? owner->pw_name : "?");
	} else if (wb_store_check_rights(status->store, WB_LISTING_FOLDER, &error) != WB_OK) {
		fault_with_error(status, "init", &error);
		return false;
	}
	return true;
}

void status_look_listings(struct status *status)
{
	struct wb_listing_count count;
	struct wb_error error;
	int64_t changed_at_s;
	enum wb_status found;

	if (status->config != NULL && status->config->policy.store[0] == '\0')
		return;
	/* What is lacking is told with the policy. */
	if (!status_is_published(status) || !look_at_rights(status))
		return;
	if (wb_listing_count(status->store, &count, &error) != WB_OK) {
		fault_with_error(status, "verify", &error);
		return;
	}
	found = wb_publish_check(status->store, &changed_at_s, &error);
	if (found != WB_OK)
		fault_with_error(status, found == WB_NOT_IN_FORCE ? "init" : "verify", &error);
	else if (!status_has(status, STATUS_FAULT) && changed_at_s == 0)
		status_add(status, STATUS_GOOD, "", "nothing is listed yet");
	else if (!status_has(status, STATUS_FAULT))
		status_add(status, STATUS_GOOD, "", "%llu published, changed %s ago", (unsigned long long)count.listings,
		    status_span(status->cli->now_s - changed_at_s).text);
}

/* ---- Feeds ----------------------------------------------------------------------------------------------------------- */

static int64_t feed_limit_s(int64_t ttl_s)
{
	int64_t limit_s = OLD_FEED_S;

	if (ttl_s > 0 && ttl_s / 2 < limit_s)
		limit_s = ttl_s / 2;
	if (limit_s < FEED_TURN_S)
		limit_s = FEED_TURN_S;
	return ttl_s > 0 && ttl_s < limit_s ? ttl_s : limit_s;
}

/* A wb_feeds_visit. */
static bool look_at_feed(void *context, const struct wb_feed *feed)
{
	struct status *status = context;
	const struct wb_feed_settings *settings = wb_config_feed(status->config, feed->name);
	int64_t age_s = status->cli->now_s - feed->synced_at_s;
	char words[64 + WB_LISTING_FEED_NAME_SIZE], help[PATH_MAX];

	if (settings == NULL)
		return true;
	snprintf(words, sizeof(words), "feed sync %s", feed->name);
	if (access(settings->file, R_OK) < 0) {
		snprintf(
		    help, sizeof(help), "your download, which writes that file; then %s", status_command(status, words).text);
		status_add(status, STATUS_FAULT, help, "feed %s: %s: %s", feed->name, settings->file, strerror(errno));
	} else if (feed->synced_at_s == 0)
		status_add(status, STATUS_FAULT, status_command(status, words).text, "feed %s: was never synced", feed->name);
	else if (age_s > feed_limit_s(settings->ttl_s))
		status_add(status, STATUS_FAULT, status_command(status, words).text,
		    "feed %s: was last synced %s ago, expected at most %s", feed->name, status_span(age_s).text,
		    status_span(feed_limit_s(settings->ttl_s)).text);
	return true;
}

void status_look_feeds(struct status *status)
{
	static const char timer[] = "whyblock-feeds.timer";
	struct wb_error error;
	size_t unreadable = 0;

	if (status->config == NULL || status->config->feed_count == 0)
		return;
	if (wb_feed_list(status->config, look_at_feed, status, &unreadable, &error) != WB_OK)
		fault_with_error(status, "verify", &error);
	else if (unreadable > 0)
		status_add(status, STATUS_FAULT, status_command(status, "verify").text, "%zu records of feeds cannot be read",
		    unreadable);
	if (status_has_systemd() && !status_unit_is_enabled(timer))
		status_add(status, STATUS_NOTE, "systemctl enable --now whyblock-feeds.timer",
		    "%s is not enabled: a feed is synced when you, or a job of yours, does it", timer);
	if (!status_has(status, STATUS_FAULT))
		status_add(status, STATUS_GOOD, "", "%zu, each synced of late", status->config->feed_count);
}

/* ---- Requests -------------------------------------------------------------------------------------------------------- */

struct requests {
	size_t open;      /* that wait for staff */
	int64_t oldest_s; /* of them */
	size_t waiting;   /* for the one who asked */
};

/* A wb_request_visit. */
static bool count_request(void *context, const struct wb_request *request)
{
	struct requests *requests = context;

	requests->waiting += request->state == WB_REQUEST_WAITING;
	if (request->state != WB_REQUEST_OPEN)
		return true;
	if (requests->open++ == 0 || request->created_at_s < requests->oldest_s)
		requests->oldest_s = request->created_at_s;
	return true;
}

/* Mails that no request was made of: while there is room for more, staff have time. */
static void look_at_held(struct status *status)
{
	struct wb_held_mail_counts counts;
	char since[WB_TIMESTAMP_TEXT_SIZE];
	struct wb_error error;

	if (wb_held_mail_count(status->store, &counts, &error) != WB_OK) {
		fault_with_error(status, "verify", &error);
		return;
	}
	wb_timestamp_format_minute(counts.gave_way_since_s, since);
	if (counts.gave_way > 0)
		status_add(status, STATUS_FAULT, status_command(status, "removal held").text,
		    "%llu held %s gave way to newer ones since %s", (unsigned long long)counts.gave_way,
		    counts.gave_way == 1 ? "mail" : "mails", since);
	if (counts.kept >= WB_HELD_MAIL_WARN_FROM)
		status_add(status, STATUS_FAULT, status_command(status, "removal held").text,
		    "%zu mails are held for staff, of %d at most: then the oldest give way", counts.kept, WB_HELD_MAIL_MAX);
}

void status_look_requests(struct status *status)
{
	static const char notify_timer[] = "whyblock-notify.timer";
	struct requests requests = { .open = 0 };
	struct wb_error error;
	size_t unreadable = 0;
	int64_t age_s, limit_s;

	/* What nobody may trust is told of once, with the listings. */
	if (status->config == NULL || status->config->policy.store[0] == '\0' || access(status->store, F_OK) < 0 ||
	    wb_store_check_rights(status->store, WB_LISTING_FOLDER, NULL) != WB_OK)
		return;
	if (wb_request_walk(status->store, NULL, count_request, &requests, &unreadable, &error) != WB_OK) {
		fault_with_error(status, "verify", &error);
		return;
	}
	if (unreadable > 0)
		status_add(
		    status, STATUS_FAULT, status_command(status, "verify").text, "%zu of them cannot be read", unreadable);
	limit_s = status->config->removal.answer_within_s > 0 ? status->config->removal.answer_within_s : OLD_REQUEST_S;
	age_s = status->cli->now_s - requests.oldest_s;
	if (requests.open > 0)
		status_add(status, age_s > limit_s ? STATUS_FAULT : STATUS_GOOD,
		    age_s > limit_s ? status_command(status, "removal list").text : "", "%zu open, the oldest for %s%s",
		    requests.open, status_span(age_s).text, age_s > limit_s ? ": somebody waits for an answer" : "");
	if (requests.waiting > 0)
		status_add(status, STATUS_GOOD, "", "%zu wait for the reply of whoever asked", requests.waiting);
	look_at_held(status);
	if (status->config->removal.notify[0] != '\0' && status_has_systemd() && !status_unit_is_enabled(notify_timer))
		status_add(status, STATUS_NOTE, "systemctl enable --now whyblock-notify.timer",
		    "%s is not enabled: staff are told of new requests when you, or a job of yours, does it", notify_timer);
}
