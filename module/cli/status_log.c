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
#include "verdict/policy_file.h"
#include "verdict/published.h"

/* The kinds of faults: by words of the line, the first row that has them; what it means; the command of ours, or of the system. */
static const struct kind {
	const char *words;
	const char *means;
	const char *ours; /* NULL: system */
	const char *system;
} kinds[] = {
	{ "out of memory", "Exim's process had no memory left for whyblock", NULL, "free -h" },
	{ "name its store", "Exim's line names a configuration that is not in force", "apply --check", NULL },
	{ "run whyblock apply", "there was no policy that Exim could read", "apply", NULL },
	{ "policy ", "there was no policy that Exim could read", "init", NULL },
	{ "whyblock dnsbl check", "what is known of the zones could not be read", "dnsbl check", NULL },
	{ "geoip ", "an mmdb file could not be asked", "apply", NULL },
	{ "dns", "no name server could be asked", "dnsbl check", NULL },
	{ "whyblock init", "the published listings could not be read", "init", NULL },
	{ "/" WB_PUBLISHED_FOLDER, "something published could not be read", "init", NULL },
	{ "whyblock.so", "Exim could not run whyblock", NULL, "apt install --reinstall whyblock" },
	{ "", "something could not be checked", "verify", NULL },
};
#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

struct log_faults {
	struct wb_log_line line; /* that is looked at */
	int64_t since_s;
	size_t notices;
	size_t lost; /* lines of which the agent could not be told */
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

/* A log_tail_visit of the main log. */
static void read_main_line(void *context, const char *line, size_t length)
{
	struct log_faults *faults = context;
	struct wb_log_line *logline = &faults->line;
	const char *fault;
	int64_t at_s;

	if (wb_log_line_parse(line, length, logline) != WB_OK || !is_of_last_day(faults, logline, &at_s))
		return;
	fault = wb_log_line_get(logline, "fault");
	if (fault != NULL)
		note_fault(faults, at_s, fault, strlen(fault));
	faults->notices += wb_log_line_get(logline, "notice") != NULL;
	faults->lost += wb_log_line_get(logline, "event") != NULL;
}

/* A log_tail_visit of the panic log: what names our object. */
static void read_panic_line(void *context, const char *line, size_t length)
{
	struct log_faults *faults = context;
	struct wb_log_line logline;
	size_t head = wb_log_line_read_head(line, length, &logline);
	int64_t at_s;

	if (head > 0 && is_of_last_day(faults, &logline, &at_s) &&
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

/* When something was last changed that could have mended a fault: what is published, the object, the daemon's configuration. */
static int64_t find_last_change(const struct status *status)
{
	static const char *const names[] = { WB_PUBLISHED_RECENT, WB_POLICY_FILE_NAME, WB_PUBLISHED_COUNTRY, WB_PUBLISHED_ASN,
		WB_PUBLISHED_KEY, WB_PUBLISHED_ZONES, "." };
	int64_t last_s = status->exim_since_s;
	char path[PATH_MAX];
	struct stat st;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%.4000s/" WB_PUBLISHED_FOLDER "/%s", status->store, names[i]);
		/* Rights, too: init gives them. */
		if (stat(path, &st) == 0 && st.st_ctime > last_s)
			last_s = st.st_ctime;
	}
	if (status->line.object[0] != '\0' && stat(status->line.object, &st) == 0 && st.st_ctime > last_s)
		last_s = st.st_ctime;
	return last_s;
}

void status_look_log(struct status *status)
{
	struct log_faults faults = { .since_s = status->cli->now_s - STATUS_DAY_S };
	int64_t changed_s = find_last_change(status);
	struct wb_error error;

	if (!status->is_root)
		return; /* the look at Exim has told that root sees more */
	if (status->log[0] == '\0') {
		if (status->spool[0] != '\0')
			status_add(status, STATUS_NOTE, "exim4 -bP log_file_path",
			    "not looked at: Exim does not log into one file of an unchanging name");
		return;
	}
	if (!read_log(status->log, read_main_line, &faults, &error) ||
	    !read_log(status->panic_log, read_panic_line, &faults, &error)) {
		status_add(status, STATUS_NOTE, "", "not looked at: %s", error.text);
		return;
	}
	for (size_t i = 0; i < KINDS; i++) {
		size_t count = faults.of_kind[i].count;
		char last[WB_TIMESTAMP_TEXT_SIZE];

		if (count == 0)
			continue;
		wb_timestamp_format(faults.of_kind[i].last_s, last);
		/* What was mended since is no fault any more; the log remembers it for a day. */
		if (faults.of_kind[i].last_s <= changed_s)
			status_add(status, STATUS_NOTE, "", "%s, %zu time%s in a day, last %s, and not since the last change",
			    kinds[i].means, count, count == 1 ? "" : "s", last);
		else
			status_add_symptom(status, help_of(status, i).text, "%s, %zu time%s in a day, last %s: %s",
			    kinds[i].means, count, count == 1 ? "" : "s", last, faults.of_kind[i].text);
	}
	if (faults.notices > 0)
		status_add(status, STATUS_NOTE, status_command(status, "dnsbl status").text,
		    "%zu line%s with a notice about a DNSBL zone in a day", faults.notices, faults.notices == 1 ? "" : "s");
	if (faults.lost > 0)
		status_add(status, STATUS_NOTE, "systemctl status whyblock-agent",
		    "%zu verdict%s of which the agent could not be told in a day", faults.lost, faults.lost == 1 ? "" : "s");
	if (!status_has(status, STATUS_NOTE))
		status_add(status, STATUS_GOOD, "", "no fault in the last day");
}
