/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * exim_trial.h - proves that mail reaches the line: `exim -bh` plays a connection from a host that is nobody's, and tells what its ACLs
 * did. Nothing is delivered, logged or sent to a client; names are looked up in the DNS, as in a connection. For root alone: Exim then
 * becomes its own user, so what it cannot read shows, too.
 */
#ifndef WB_EXIM_TRIAL_H
#define WB_EXIM_TRIAL_H

#include "base/status.h"
#include "cli/exim_probe.h"

#define EXIM_TRIAL_CLIENT "192.0.2.66" /* RFC 5737: of documentation */
#define EXIM_TRIAL_S 20                /* for all of its dialogues together */

enum exim_trial_end {
	EXIM_TRIAL_ANSWERED,  /* the line was reached, and whyblock answered */
	EXIM_TRIAL_FAULT,     /* the same, but it could not check something: why */
	EXIM_TRIAL_NO_OBJECT, /* the line was reached, and whyblock was not there or could not be loaded: why, or empty */
	EXIM_TRIAL_PASSED_BY, /* the mail was accepted, and the line not reached: why is the statement that accepted, and where it is */
	EXIM_TRIAL_BROKEN, /* Exim cannot work through its own ACLs, and defers all mail: why is its log line */
	EXIM_TRIAL_REFUSED, /* no recipient was accepted, nor the line reached: why is Exim's last refusal; recipient is empty when none was found to try */
};

struct exim_trial {
	enum exim_trial_end end;
	char recipient[320];
	char why[512];
};

/*
 * recipient: a local address; NULL: some that most systems have, with the names in config (exim_probe_config).
 * Returns:   WB_OK; WB_UNAVAILABLE: Exim gave no answer in time; WB_NO_MEMORY.
 */
enum wb_status exim_trial_run(const struct exim_probe *probe, const char *config, const char *recipient,
    struct exim_trial *trial_r, struct wb_error *error_r);

#endif
