/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* agent_numbers.h - what the agent counts, as it gives it to who collects metrics. */
#ifndef WB_AGENT_NUMBERS_H
#define WB_AGENT_NUMBERS_H

#include <stdbool.h>
#include <stdint.h>

struct agent_numbers {
	char text[262144]; /* of agent/agent_metrics.h the longest, METRICS_TEXT_SIZE, and HTTP's own lines */
};

/* Asks the agent of this run folder, which has two seconds. False: it does not answer, or may not be asked; errno says why. */
bool agent_numbers_read(const char *run, struct agent_numbers *numbers_r);

/* A number by its name and labels, "reports_total" or "report_outcomes_total{outcome=\"listed\"}"; 0: the agent does not know it. */
uint64_t agent_number(const struct agent_numbers *numbers, const char *name);

#endif
