/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * log_case.h - a verdict that a line of the log tells, as a case: what the agent would have remembered of it, as far as the line says it. It
 * says nothing of sender and recipients, which stand in lines of Exim's own, where strangers' words do, too.
 */
#ifndef WB_LOG_CASE_H
#define WB_LOG_CASE_H

#include "desk/log_reader.h"
#include "store/case_record.h"
#include "verdict/policy.h"

struct wb_log_case {
	struct wb_case remembered; /* its texts point into the reader's line, and into texts */
	char texts[WB_LOG_LINE_SIZE];
};

/*
 * reader: has just found a verdict; its line must outlive case_r.
 * policy: by which a source's category is known, where the line does not say it.
 * False: the line has no address of a client. Limits: case_r points into itself.
 */
bool wb_log_case_make(const struct wb_log_reader *reader, const struct wb_policy *policy, struct wb_log_case *case_r);

#endif
