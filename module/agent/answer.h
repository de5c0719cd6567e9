/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * answer.h - answers what whyblock-web asks (service/ask.h), from the store, the policy in force and the configuration. Nothing that
 * is asked is believed: a code is looked at here, whatever the asker says of it, and a request is checked as if a stranger sent it.
 */
#ifndef WB_AGENT_ANSWER_H
#define WB_AGENT_ANSWER_H

#include "agent/live.h"
#include "service/ask.h"

/*
 * answer_r: points into live, and into memory that lasts until the next answer. WB_ASK_UNAVAILABLE: why has gone to stderr, and nothing
 *           of it to the asker.
 * Limits:   takes some milliseconds at most, and a request as long as the disk takes to keep it: who has to wait for another writer
 *           is told to come again.
 */
void answer_question(struct live *live, const struct wb_ask_question *question, int64_t now_s, struct wb_ask_answer *answer_r);

#endif
