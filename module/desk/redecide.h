/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * redecide.h - what a policy would have decided about a verdict of the past, by the facts that were recorded with it.
 *
 * The facts go through the same functions as those of a connection. What was not recorded, such as the answer of a zone that was not asked,
 * is supposed twice: once as what speaks least against the client, and once as what speaks most. When both lead to the same action that one
 * is known, else nobody can know it, and why says what is missing. Asks no DNS, and reads no file.
 *
 * Two things are taken for granted: a zone whose code counted for nothing then was sent no probe, and would have passed it; and the rules,
 * neighbours and floors of then were those of recorded, as far as the event does not say otherwise.
 */
#ifndef WB_REDECIDE_H
#define WB_REDECIDE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"
#include "verdict/classify.h"
#include "verdict/event.h"
#include "verdict/policy.h"

/* What was not recorded and may matter. */
enum wb_missing {
	WB_MISSING_ZONE,       /* the answer of a zone that was not asked then */
	WB_MISSING_RULE,       /* whether a rule holds that is new, or was another one */
	WB_MISSING_NAME,       /* whose host it is: its name was not asked */
	WB_MISSING_AGE,        /* since when evidence is known */
	WB_MISSING_NEIGHBOURS, /* whether others of its network were listed */
	WB_MISSING_RECIPIENT,  /* to whom its mail was */
	WB_MISSING_FLOOR,      /* whether a source was below the floor of a category */
	WB_MISSING_ADDRESS,    /* all that is known is of another address, behind a translator */
	WB_MISSING_ROOM,       /* pieces of evidence that found no room in their event, or in the log's line */
	WB_MISSING_LOG,        /* what a line of the log leaves out */
	WB_MISSING_COUNT,      /* how many there are; none itself */
};

/* For people, after "not known: ". */
extern const char *const wb_missing_texts[WB_MISSING_COUNT];
extern const char *const wb_missing_names[WB_MISSING_COUNT]; /* for programs: "zone" */

struct wb_redecision {
	enum wb_action least, most; /* what would be done; the same: it is known. In mode = "monitor" at most WB_LOG */
	unsigned missing;           /* 1 << enum wb_missing; 0 when it is known */
	bool is_exempt;
	const struct wb_category *category; /* that wins, of most where it is not known; of the policy; NULL: none */
	/* Its heaviest evidence as a source, as stats count it: "dnsbl:zen.example.org:127.0.0.2"; empty: none. */
	char source[192];
};

/* Which mail of a case it is about. */
struct wb_redecide_about {
	int64_t at_s, last_s;  /* the first verdict of the case, and the last: by the second all must be decided alike */
	const char *recipient; /* of it; empty: not known */
	bool helo_varies;      /* the HELO of the event is not that of all its verdicts */
	bool is_from_log;      /* there is only what a line of the log says */
};

struct wb_redecider;

/*
 * policy:   must outlive it.
 * recorded: the policy that was in force when the facts were recorded, as far as anybody knows: what it does not ask was not asked. It may
 * be policy. Close it whatever is returned. Returns: WB_OK or WB_NO_MEMORY.
 */
enum wb_status wb_redecider_open(
    const struct wb_policy *policy, const struct wb_policy *recorded, struct wb_redecider **redecider_r);
void wb_redecider_close(struct wb_redecider **redecider);

void wb_redecide(struct wb_redecider *redecider, const struct wb_event *event, const struct wb_redecide_about *about,
    struct wb_redecision *decision_r);

#endif
