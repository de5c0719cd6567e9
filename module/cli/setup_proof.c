/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_proof.c - see setup_proof.h */
#include "cli/setup_proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/exim_trial.h"
#include "cli/setup_place.h"

enum setup_proof setup_proof_run(const struct exim_probe *probe, const struct setup_exim *exim, char *text_r, size_t size)
{
	struct exim_trial trial;
	struct exim_line line;
	struct wb_error error;
	char why[PATH_MAX + 512];
	char *config;
	enum wb_status status = exim_probe_config(probe, &config, &error);

	if (status == WB_OK && !exim_probe_find_line(config, &line)) {
		snprintf(
		    text_r, size, "%s -bP config prints no line that calls whyblock.so, so nothing is blocked", probe->program);
		free(config);
		return SETUP_PROOF_NOTHING;
	}
	if (status == WB_OK)
		status = exim_trial_run(probe, config, NULL, &trial, &error);
	free(config);
	if (status != WB_OK) {
		snprintf(text_r, size, "not tried whether mail reaches the line: %s", error.text);
		return SETUP_PROOF_UNKNOWN;
	}
	setup_exim_name_sources(exim, trial.why, why, sizeof(why));
	switch (trial.end) {
	case EXIM_TRIAL_ANSWERED:
		snprintf(text_r, size,
		    "done: Exim asks whyblock (tried with exim -bh " EXIM_TRIAL_CLIENT ": mail to %s reached it)",
		    trial.recipient);
		return SETUP_PROOF_GOOD;
	case EXIM_TRIAL_FAULT:
		snprintf(text_r, size,
		    "nothing is blocked yet: Exim asks whyblock, which could not check a trial mail to %s: %s; whyblock status says what to do",
		    trial.recipient, why);
		return SETUP_PROOF_NOTHING;
	case EXIM_TRIAL_NO_OBJECT:
		if (access(line.object, F_OK) == 0) {
			snprintf(
			    text_r, size, "Exim cannot load %s, and defers mail to %s: %s", line.object, trial.recipient, why);
			return SETUP_PROOF_HARM;
		}
		snprintf(text_r, size, "nothing is blocked: %s is not there: install whyblock", line.object);
		return SETUP_PROOF_NOTHING;
	case EXIM_TRIAL_PASSED_BY:
		snprintf(text_r, size,
		    "nothing is blocked: mail to %s is accepted before whyblock is asked, by %s\n"
		    "put the line of whyblock in front of that statement, and reload Exim:\n"
		    ".include_if_exists " SETUP_ACL_FILE,
		    trial.recipient, why);
		return SETUP_PROOF_NOTHING;
	case EXIM_TRIAL_BROKEN:
		snprintf(text_r, size, "Exim defers mail to %s: %s", trial.recipient, why);
		return SETUP_PROOF_HARM;
	case EXIM_TRIAL_REFUSED:
		snprintf(text_r, size,
		    "the line is in Exim's configuration; not known whether mail reaches it, since %s%s%s%s: try whyblock status --recipient ADDRESS with a local address",
		    trial.recipient[0] != '\0' ? "a trial mail to " : "there is no local domain to try", trial.recipient,
		    trial.recipient[0] != '\0' ? " was refused before: " : "", why);
		return SETUP_PROOF_UNKNOWN;
	}
	return SETUP_PROOF_UNKNOWN;
}

bool setup_proof_is_broken(const struct exim_probe *probe)
{
	struct exim_trial trial;
	struct wb_error error;
	char *config;
	bool is_broken;

	if (exim_probe_config(probe, &config, &error) != WB_OK)
		return false;
	is_broken = exim_trial_run(probe, config, NULL, &trial, &error) == WB_OK && trial.end == EXIM_TRIAL_BROKEN;
	free(config);
	return is_broken;
}
