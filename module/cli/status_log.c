/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* status_log.c - what Exim's logs tell of whyblock: the faults of the last day, in plain words */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/timestamp.h"
#include "cli/log_tail.h"
#include "cli/status_part.h"
#include "desk/log_line.h"
#include "desk/tally.h"
#include "verdict/policy_file.h"
#include "verdict/published.h"

/* The kinds of faults: by words of the line, the first row that has them. */
static const struct kind {
	const char *words;
	const char *means;
	const char *ours; /* the command of ours that helps; NULL: the system's */
	const char *system;
	/* The published files whose change may have mended it. init writes the listings anew, and gives rights, also to the others. */
	const char *mended_by[2];
	bool is_of_daemon; /* so may the object's change and the start of Exim's daemon */
} kinds[] = {
	{ "out of memory", "Exim's process had no memory left for whyblock", NULL, "free -h", { NULL }, false },
	{ "name its store", "Exim's line names a configuration that is not in force", "apply --check", NULL,
	    { WB_POLICY_FILE_NAME }, true },
	{ "run whyblock apply", "there was no policy that Exim could read", "apply", NULL,
	    { WB_POLICY_FILE_NAME, WB_PUBLISHED_RECENT }, false },
	{ "policy ", "there was no policy that Exim could read", "init", NULL, { WB_POLICY_FILE_NAME, WB_PUBLISHED_RECENT },
	    false },
	{ "whyblock dnsbl check", "what is known of the zones could not be read", "dnsbl check", NULL,
	    { WB_PUBLISHED_ZONES, WB_PUBLISHED_RECENT }, false },
	{ "systemctl restart whyblock-agent", "what the agent keeps for Exim could not be read", NULL,
	    "systemctl restart whyblock-agent", { NULL }, false },
	{ "geoip ", "an mmdb file could not be asked", "apply", NULL, { WB_PUBLISHED_COUNTRY, WB_PUBLISHED_ASN }, false },
	{ "dns", "no name server could be asked", "dnsbl check", NULL, { NULL }, false },
	{ "whyblock init", "the published listings could not be read", "init", NULL, { WB_PUBLISHED_RECENT }, false },
	{ "/" WB_PUBLISHED_FOLDER, "something published could not be read", "init", NULL, { WB_PUBLISHED_RECENT }, false },
	{ "whyblock.so", "Exim could not run whyblock", NULL, "apt install --reinstall whyblock", { NULL }, true },
	{ "", "something could not be checked", "verify", NULL, { WB_PUBLISHED_RECENT }, false },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

#define GRACE_SOURCES_MAX 1000
#define PAST_S (3 * 3600)
#define OBJECT_FAULT "dlopen \"" /* what Exim says when it cannot load an object */

struct log_faults {
	struct wb_log_line line; /* that is looked at */
	int64_t since_s;
	size_t notices;
	size_t lost;               /* lines of which the agent could not be told */
	size_t graces;             /* lines of hosts that are deferred and not refused yet ... */
	struct wb_tally graced_by; /* ... and what speaks against them */
	struct {
		size_t count;
		int64_t last_s;
		char text[256]; /* of the last one */
	} of_kind[KINDS];
};

static size_t find_kind(const char *fault)
{
	size_t kind = 0;

	while (strstr(fault, kinds[kind].words) == NULL)
		kind++;
	return kind;
}

static struct status_command help_of(const struct status *status, size_t kind)
{
	struct status_command command;

	if (kinds[kind].ours != NULL)
		return status_command(status, kinds[kind].ours);
	snprintf(command.text, sizeof(command.text), "%s", kinds[kind].system);
	return command;
}

struct status_command status_fault_help(const struct status *status, const char *fault)
{
	return help_of(status, find_kind(fault));
}

static void note_fault(struct log_faults *faults, int64_t at_s, const char *text, size_t length)
{
	char line[512];
	size_t kind;

	snprintf(line, sizeof(line), "%.*s", (int)(length < sizeof(line) ? length : sizeof(line) - 1), text);
	kind = find_kind(line);
	faults->of_kind[kind].count++;
	if (at_s >= faults->of_kind[kind].last_s) {
		faults->of_kind[kind].last_s = at_s;
		wb_text_copy(faults->of_kind[kind].text, sizeof(faults->of_kind[kind].text), line);
	}
}

static bool is_of_last_day(const struct log_faults *faults, const struct wb_log_line *logline, int64_t *at_s_r)
{
	*at_s_r = wb_log_line_time_s(logline);
	return *at_s_r >= faults->since_s;
}

/* evidence: "dnsbl:bl.example.net:127.0.0.2,listing:feed:drop", or NULL. */
static void note_grace(struct log_faults *faults, const char *evidence)
{
	faults->graces++;
	while (evidence != NULL && *evidence != '\0') {
		size_t length = strcspn(evidence, ",");

		wb_tally_add(&faults->graced_by, evidence, length, NULL, WB_TALLY_ENFORCED, faults->graces);
		evidence += length + (evidence[length] == ',');
	}
}

/* What is new and wrong is seen here before it refuses anybody. */
static void tell_graces(struct status *status, struct log_faults *faults)
{
	struct wb_tally *tally = &faults->graced_by;

	wb_tally_sort(tally, WB_TALLY_BY_COUNT);
	if (faults->graces > 0)
		status_add(status, STATUS_NOTE, "",
		    "%zu verdict%s in a day put mail off and will refuse it when the grace is over: look whether that is right. Most rest on %.100s (%llu)",
		    faults->graces, faults->graces == 1 ? "" : "s", tally->row_count > 0 ? tally->rows[0]->name : "nothing",
		    tally->row_count > 0 ? (unsigned long long)wb_tally_sum(tally->rows[0]->count) : 0);
	wb_tally_close(tally);
}

/* A log_tail_visit of the main log. */
static void read_main_line(void *context, const char *line, size_t length)
{
	struct log_faults *faults = context;
	struct wb_log_line *logline = &faults->line;
	const char *fault, *notice;
	int64_t at_s;

	if (wb_log_line_parse(line, length, logline) != WB_OK || !is_of_last_day(faults, logline, &at_s))
		return;
	fault = wb_log_line_get(logline, "fault");
	if (fault != NULL)
		note_fault(faults, at_s, fault, strlen(fault));
	notice = wb_log_line_get(logline, "notice");
	/* One that names a command is about a file that could not be read; without it the verdict is milder, and nobody else would be told. */
	if (notice != NULL && strstr(notice, ": run ") != NULL)
		note_fault(faults, at_s, notice, strlen(notice));
	else if (notice != NULL)
		faults->notices++;
	faults->lost += wb_log_line_get(logline, "event") != NULL;
	if (wb_log_line_get(logline, "refused_from") != NULL)
		note_grace(faults, wb_log_line_get(logline, "evidence"));
}

/* A log_tail_visit of the panic log: what names our object. */
static void read_panic_line(void *context, const char *line, size_t length)
{
	struct log_faults *faults = context;
	struct wb_log_line logline;
	size_t head = wb_log_line_read_head(line, length, &logline);
	int64_t at_s;

	if (head > 0 && is_of_last_day(faults, &logline, &at_s) &&
	    memmem(line + head, length - head, OBJECT_FAULT, strlen(OBJECT_FAULT)) != NULL &&
	    memmem(line + head, length - head, "whyblock.so", strlen("whyblock.so")) != NULL)
		note_fault(faults, at_s, line + head, length - head);
}

/* The file and the one that was rotated last. False: it was not looked at. */
static bool read_log(const char *path, log_tail_visit *visit, struct log_faults *faults, struct wb_error *error_r)
{
	char rotated[PATH_MAX + 8];
	struct stat st;
	enum wb_status status;

	snprintf(rotated, sizeof(rotated), "%s.1", path);
	if (stat(rotated, &st) == 0 && st.st_mtime >= faults->since_s)
		log_tail_walk(rotated, STATUS_LOG_BYTES_MAX, visit, faults, error_r);
	status = log_tail_walk(path, STATUS_LOG_BYTES_MAX, visit, faults, error_r);
	return status == WB_OK || status == WB_NOT_FOUND;
}

static int64_t later_change(const char *path, int64_t changed_s)
{
	struct stat st;

	return stat(path, &st) == 0 && st.st_ctime > changed_s ? st.st_ctime : changed_s;
}

/* Whether a fault of this kind is one of the past: something was changed since that may have mended it, or it was rare and is long ago. */
static bool is_past(const struct status *status, const struct kind *kind, int64_t last_s)
{
	int64_t changed_s = kind->is_of_daemon ? status->exim_since_s : 0;
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(kind->mended_by) / sizeof(kind->mended_by[0]) && kind->mended_by[i] != NULL; i++) {
		snprintf(path, sizeof(path), "%.4000s/" WB_PUBLISHED_FOLDER "/%s", status->store, kind->mended_by[i]);
		changed_s = later_change(path, changed_s);
	}
	if (kind->is_of_daemon && status->line.object[0] != '\0')
		changed_s = later_change(status->line.object, changed_s);
	return last_s <= changed_s || last_s < status->cli->now_s - PAST_S;
}

void status_look_log(struct status *status)
{
	struct log_faults faults = { .since_s = status->cli->now_s - STATUS_DAY_S };
	struct wb_error error;

	if (!status->is_root)
		return; /* the look at Exim has told that root sees more */
	if (status->log[0] == '\0') {
		if (status->spool[0] != '\0')
			status_add(status, STATUS_NOTE, "exim4 -bP log_file_path",
			    "not looked at: Exim does not log into one file of an unchanging name");
		return;
	}
	wb_tally_open(&faults.graced_by, GRACE_SOURCES_MAX);
	if (!read_log(status->log, read_main_line, &faults, &error))
		status_add(status, STATUS_FAULT, "", "cannot be looked at: %s", error.text);
	if (!read_log(status->panic_log, read_panic_line, &faults, &error))
		status_add(status, STATUS_FAULT, "", "cannot be looked at: %s", error.text);
	for (size_t i = 0; i < KINDS; i++) {
		size_t count = faults.of_kind[i].count;
		char last[WB_TIMESTAMP_TEXT_SIZE];

		if (count == 0)
			continue;
		wb_timestamp_format(faults.of_kind[i].last_s, last);
		if (is_past(status, &kinds[i], faults.of_kind[i].last_s))
			status_add(status, STATUS_NOTE, "", "%s, %zu time%s in a day, last %s; over, as it seems",
			    kinds[i].means, count, count == 1 ? "" : "s", last);
		else
			status_add_symptom(status, help_of(status, i).text, "%s, %zu time%s in a day, last %s: %s",
			    kinds[i].means, count, count == 1 ? "" : "s", last, faults.of_kind[i].text);
	}
	if (faults.notices > 0)
		status_add(status, STATUS_NOTE, status_command(status, "dnsbl status").text,
		    "%zu line%s with a notice about what the DNS said in a day", faults.notices,
		    faults.notices == 1 ? "" : "s");
	if (faults.lost > 0)
		status_add(status, STATUS_NOTE, "systemctl restart whyblock-agent",
		    "%zu verdict%s of which the agent could not be told in a day", faults.lost, faults.lost == 1 ? "" : "s");
	tell_graces(status, &faults);
	if (!status_has(status, STATUS_NOTE))
		status_add(status, STATUS_GOOD, "", "no fault in the last day");
}
