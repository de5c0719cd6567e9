/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_status.c - whyblock status: is all well, and what to do where it is not */
#include <glob.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/owner.h"
#include "cli/print_status.h"
#include "cli/status_part.h"
#include "verdict/published.h"

#define TEXT_MAX 1024

/* Exim first, since the others go by what it says of its log and its store. */
static const struct status_part parts[] = {
	{ "Exim", STATUS_AS_CALLER, status_look_exim,
	    "it runs with the configuration that is on the disk, can load whyblock, reads what is published, and a trial by exim -bh reaches the line (for root)" },
	{ "policy", STATUS_AS_OWNER, status_look_policy, "one is in force, and says what the file says" },
	{ "listings", STATUS_AS_OWNER, status_look_listings, "how many, since when; what Exim reads is what the store has" },
	{ "references", STATUS_AS_OWNER, status_look_references, "Exim has the keys of the file, and signs with them" },
	{ "DNS", STATUS_AS_OWNER, status_look_name_servers,
	    "the name servers that Exim's process asks answer, within 2 s each" },
	{ "zones", STATUS_AS_OWNER, status_look_zones, "each DNSBL zone has passed its test, and is asked" },
	{ "geoip", STATUS_AS_OWNER, status_look_geoip, "Exim has a copy of each mmdb file, as it is" },
	{ "feeds", STATUS_AS_OWNER, status_look_feeds, "each was synced of late" },
	{ "requests", STATUS_AS_OWNER, status_look_requests,
	    "how many are open, and how old the oldest is: at most a week; that held mails leave room for more" },
	{ "agent", STATUS_AS_CALLER, status_look_agent, "it takes events" },
	{ "accuracy", STATUS_AS_OWNER, status_look_accuracy,
	    "with a floor in a category: the sources that were wrong too often for it, and count with scope range" },
	{ "reports", STATUS_AS_CALLER, status_look_reports,
	    "where an ACL reports spamtraps or malware, or whyblock.conf has a section report: how many came, how many listed a host, and why not" },
	{ "disk", STATUS_AS_CALLER, status_look_disk, "there is room for the store, Exim's spool and its log" },
	{ "clock", STATUS_AS_CALLER, status_look_clock, "nothing here is dated later than now" },
	{ "log", STATUS_AS_CALLER, status_look_log,
	    "what Exim's main log and panic log tell of whyblock for the last day: the last 16 MiB of each file" },
};
#define PARTS (sizeof(parts) / sizeof(parts[0]))

const struct status_part *status_part_at(size_t i)
{
	return i < PARTS ? &parts[i] : NULL;
}

__attribute__((format(printf, 5, 0))) static void add(
    struct status *status, enum status_state state, bool is_symptom, const char *help, const char *format, va_list args)
{
	struct status_finding *finding = &status->findings[status->count];
	char raw[TEXT_MAX];
	struct wb_text text;

	if (status->count == STATUS_FINDINGS_MAX) {
		status->left_out += state == STATUS_FAULT;
		return;
	}
	vsnprintf(raw, sizeof(raw), format, args);
	finding->part = status->part;
	finding->state = state;
	finding->is_symptom = is_symptom;
	/* It quotes what was found, which may be anything. */
	wb_text_open(&text, finding->text, sizeof(finding->text));
	wb_text_add_printable(&text, raw, strlen(raw));
	wb_text_open(&text, finding->help, sizeof(finding->help));
	wb_text_add_printable(&text, help, strlen(help));
	status->count++;
}

void status_add(struct status *status, enum status_state state, const char *help, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(status, state, false, help, format, args);
	va_end(args);
}

void status_add_symptom(struct status *status, const char *help, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(status, STATUS_FAULT, true, help, format, args);
	va_end(args);
}

/* When some part has found a fault, its traces in a trial and in the log are no further ones. */
static void settle(struct status *status)
{
	bool has_fault = false;

	for (size_t i = 0; i < status->count; i++)
		has_fault = has_fault || (status->findings[i].state == STATUS_FAULT && !status->findings[i].is_symptom);
	for (size_t i = 0; i < status->count; i++) {
		if (has_fault && status->findings[i].is_symptom) {
			status->findings[i].state = STATUS_NOTE;
			status->findings[i].help[0] = '\0';
		}
	}
}

bool status_has(const struct status *status, enum status_state state)
{
	for (size_t i = 0; i < status->count; i++) {
		if (status->findings[i].part == status->part && status->findings[i].state >= state)
			return true;
	}
	return false;
}

struct status_command status_command(const struct status *status, const char *words)
{
	const char *path = status->cli->config_path;
	bool is_usual = strcmp(path, WB_CONFIG_PATH) == 0;
	struct status_command command;

	snprintf(command.text, sizeof(command.text), "whyblock %s%s%s%s", is_usual ? "" : "-c ", is_usual ? "" : path,
	    is_usual ? "" : " ", words);
	return command;
}

struct status_span status_span(int64_t seconds)
{
	static const struct {
		int64_t seconds;
		const char *unit;
	} units[] = { { 2 * 86400, "days" }, { 2 * 3600, "hours" }, { 120, "minutes" }, { 2, "seconds" }, { 1, "second" },
		{ 0, "seconds" } };
	static const int64_t of_unit[] = { 86400, 3600, 60, 1, 1, 1 };
	struct status_span span = { "" };
	struct wb_text text;
	size_t i = 0;

	if (seconds < 0)
		seconds = 0;
	while (seconds < units[i].seconds)
		i++;
	wb_text_open(&text, span.text, sizeof(span.text));
	wb_text_addf(&text, "%lld %s", (long long)(seconds / of_unit[i]), units[i].unit);
	return span;
}

bool status_is_published(const struct status *status)
{
	char path[PATH_MAX];

	return (size_t)snprintf(path, sizeof(path), "%s/" WB_PUBLISHED_FOLDER, status->store) < sizeof(path) &&
	    access(path, F_OK) == 0;
}

bool status_has_systemd(void)
{
	return access("/run/systemd/system", F_OK) == 0;
}

bool status_unit_is_enabled(const char *unit)
{
	char pattern[128];
	glob_t found;
	bool is_there;

	snprintf(pattern, sizeof(pattern), "/etc/systemd/system/*.wants/%s", unit);
	is_there = glob(pattern, GLOB_NOSORT, NULL, &found) == 0;
	if (is_there)
		globfree(&found);
	return is_there;
}

/* Of a file with mistakes nobody knows the store: then it is the one that Exim's line names, or the usual one. */
static void find_store(struct status *status)
{
	static const char named[] = "store=";

	if (status->config != NULL)
		snprintf(status->store, sizeof(status->store), "%s", wb_policy_folder(&status->config->policy));
	else if (strncmp(status->line.argument, named, sizeof(named) - 1) == 0)
		snprintf(status->store, sizeof(status->store), "%s", status->line.argument + sizeof(named) - 1);
	else
		snprintf(status->store, sizeof(status->store), "%s", WB_POLICY_STORE);
}

static void look(struct status *status, enum status_as as)
{
	for (size_t i = 0; i < PARTS; i++) {
		status->part = i;
		if (parts[i].as == as)
			parts[i].look(status);
		find_store(status); /* the look at Exim may have found it */
	}
}

enum cli_exit cli_status(struct cli *cli)
{
	struct wb_diagnostics diagnostics;
	struct status *status = calloc(1, sizeof(*status));
	enum cli_exit result;
	bool finished;

	if (status == NULL)
		return cli_fail(CLI_IO, "out of memory");
	status->cli = cli;
	status->is_root = geteuid() == 0;
	status->diagnostics = &diagnostics;
	if (wb_config_open(cli->config_path, &cli->config, &diagnostics) == WB_OK)
		status->config = cli->config;
	find_store(status);
	/* By sudo, when the store is another user's: then it is that process which looks at all of it. */
	if (!status->is_root) {
		result = cli_owner_become_of(cli, cli->verb, status->store, &finished);
		if (result != CLI_DONE || finished)
			goto out;
	}
	look(status, STATUS_AS_CALLER);
	result = cli_owner_become_of(cli, cli->verb, status->store, &finished);
	if (result != CLI_DONE || finished)
		goto out;
	look(status, STATUS_AS_OWNER);
	settle(status);
	result = cli_print_status(status);
out:
	wb_policy_close(&status->policy);
	free(status->exim_config);
	free(status);
	return result;
}
