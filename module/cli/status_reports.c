/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* status_reports.c - reports of spamtraps, malware and the like: whether they list anybody, and why not */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cli/agent_numbers.h"
#include "cli/status_part.h"
#include "desk/report_result.h"

/* Whether an ACL of Exim reports, or whyblock.conf says what becomes of it. */
static bool are_reports_used(const struct status *status)
{
	if (status->exim_config != NULL && strstr(status->exim_config, "{whyblock_report}") != NULL)
		return true;
	for (size_t i = 0; status->config != NULL && i < status->config->report_count; i++) {
		if (status->config->reports[i].position.line > 0)
			return true;
	}
	return false;
}

static uint64_t count_of(const struct agent_numbers *numbers, enum wb_report_result result)
{
	char name[80];

	snprintf(name, sizeof(name), "report_outcomes_total{outcome=\"%s\"}", wb_report_results[result].name);
	return agent_number(numbers, name);
}

/* What the operator may want to change. */
static void add_notes(struct status *status, const struct agent_numbers *numbers)
{
	static const enum wb_report_result odd[] = { WB_REPORT_UNKNOWN_KIND, WB_REPORT_UNCONFIGURED, WB_REPORT_NO_NAME,
		WB_REPORT_NO_ROOM };

	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		uint64_t count = count_of(numbers, odd[i]);

		if (count > 0)
			status_add(status, STATUS_NOTE, "", "%llu reports listed nobody: %s", (unsigned long long)count,
			    wb_report_results[odd[i]].text);
	}
	if (count_of(numbers, WB_REPORT_NO_DONE) > 0 && agent_number(numbers, "reports_done_seen") == 0)
		status_add(status, STATUS_NOTE, "man 7 whyblock-exim",
		    "no connection tells what it did (acl-snippets/done.conf), so only spamtraps and malware list a host");
}

void status_look_reports(struct status *status)
{
	static const enum wb_report_result shown[] = { WB_REPORT_STANDS, WB_REPORT_COUNTED, WB_REPORT_SENDER,
		WB_REPORT_ACCEPTED, WB_REPORT_ALLOWED, WB_REPORT_EXEMPT, WB_REPORT_GUARDED, WB_REPORT_EXCEPTED, WB_REPORT_OFF };
	struct agent_numbers numbers;
	char run[PATH_MAX], buffer[400];
	uint64_t came, listed;
	struct wb_text text;

	if (!are_reports_used(status))
		return;
	wb_policy_run_folder(status->store, run);
	if (!agent_numbers_read(run, &numbers)) {
		if (errno == EACCES)
			return; /* which the part about the agent tells */
		status_add_symptom(status, "systemctl restart whyblock-agent",
		    "nobody is listed by reports, spamtraps and malware included: whyblock-agent does not answer");
		return;
	}
	came = agent_number(&numbers, "reports_total");
	listed = count_of(&numbers, WB_REPORT_LISTED) + count_of(&numbers, WB_REPORT_REPEATED);
	if (agent_number(&numbers, "reports_stuck") > 0)
		status_add(status, STATUS_FAULT, "journalctl -u whyblock-agent -n 20",
		    "hosts that are reported are not refused yet, %llu of them not even listed: the store cannot be written",
		    (unsigned long long)agent_number(&numbers, "reports_waiting"));
	wb_text_open(&text, buffer, sizeof(buffer));
	wb_text_addf(&text, "%llu came since the agent started, %llu listed a host", (unsigned long long)came,
	    (unsigned long long)listed);
	for (size_t i = 0; i < sizeof(shown) / sizeof(shown[0]); i++) {
		uint64_t count = count_of(&numbers, shown[i]);

		if (count > 0)
			wb_text_addf(&text, "; %llu %s", (unsigned long long)count, wb_report_results[shown[i]].text);
	}
	status_add(status, STATUS_GOOD, "", "%s", buffer);
	add_notes(status, &numbers);
}
