/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_proof.h - whether what was set up works: a trial mail (exim_trial.h) by the configuration that Exim reads now, and what follows of it
 * in words.
 */
#ifndef WB_SETUP_PROOF_H
#define WB_SETUP_PROOF_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/exim_probe.h"
#include "cli/setup_exim.h"

enum setup_proof {
	SETUP_PROOF_GOOD,    /* the trial mail reached whyblock, and it answered */
	SETUP_PROOF_UNKNOWN, /* the trial mail got no so far: what there is may be good */
	SETUP_PROOF_NOTHING, /* nothing is blocked, and mail flows */
	SETUP_PROOF_HARM,    /* Exim cannot work through its ACLs, and does not accept mail */
};

/* text_r: what was found, and what to do: file and line are the operator's. Takes up to half a minute. */
enum setup_proof setup_proof_run(const struct exim_probe *probe, const struct setup_exim *exim, char *text_r, size_t size);

/* Whether Exim cannot work through its ACLs by the configuration that it reads now, whatever that says of whyblock. */
bool setup_proof_is_broken(const struct exim_probe *probe);

#endif
