/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * accuracy.h - how often each source was right about the hosts that were refused by it: of so many hosts so many were refused wrongly, as far
 * as somebody has found out. A wrong one is a reversal: see enum wb_reversal. Who is wrong and never asks is not found, so the figure is
 * the most that can be said for a source, and no more.
 */
#ifndef WB_ACCURACY_H
#define WB_ACCURACY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "store/judged.h"
#include "verdict/source_key.h"

#define WB_ACCURACY_SOURCES_MAX 1000          /* rows; hosts of further sources are counted together */
#define WB_ACCURACY_ACCEPTED_S (30LL * 86400) /* for so long mail of the host was accepted after the refusal */
#define WB_ACCURACY_MISTAKE "mistake"         /* a reason to remove a listing that begins so says that it was one */

enum wb_reversal {
	WB_REVERSAL_NONE,
	WB_REVERSAL_REQUEST,  /* a request for removal was approved */
	WB_REVERSAL_MISTAKE,  /* the listing was removed as a mistake: of that source alone */
	WB_REVERSAL_GUARD,    /* the host is a known sender's */
	WB_REVERSAL_GRACE,    /* it was deferred within a grace, never refused, and its mail was accepted */
	WB_REVERSAL_ACCEPTED, /* its mail was accepted for WB_ACCURACY_ACCEPTED_S after the refusal */
	WB_REVERSALS,         /* how many there are; none itself */
};
extern const char *const wb_reversal_names[WB_REVERSALS];

struct wb_accuracy_row {
	char source[WB_SOURCE_KEY_SIZE]; /* see source_key.h */
	uint64_t hosts, wrong;
	uint64_t reversals[WB_REVERSALS];
	double low, high; /* Wilson's interval of 95 % for the share that was right; 0 and 1 without hosts */
};

struct wb_accuracy {
	struct wb_accuracy_row *rows; /* by source */
	size_t count, room;
	uint64_t others; /* hosts of sources that found no room */
	size_t unreadable;
};

/*
 * Counts what was booked of hosts whose last refusal was since since_s (0: all that is kept).
 * Returns: WB_OK, WB_UNAVAILABLE, WB_NO_MEMORY. Close it whatever is returned.
 */
enum wb_status wb_accuracy_count(const char *store, int64_t since_s, struct wb_accuracy *accuracy_r, struct wb_error *error_r);
void wb_accuracy_close(struct wb_accuracy *accuracy);

/* The row of this source, or NULL. */
const struct wb_accuracy_row *wb_accuracy_find(const struct wb_accuracy *accuracy, const char *source);

/* Wilson, E. B. (1927), Journal of the American Statistical Association 22: 209-212; z = 1.96. right: of n. */
void wb_accuracy_interval(uint64_t right, uint64_t n, double *low_r, double *high_r);

#define WB_ACCURACY_WINDOW_S (30LL * 86400) /* of refusals by which a source is lowered, so that it can recover */

/*
 * The sources that are below the floor of a category, as lowered_file.h wants them: whose interval lies wholly below it. rows_r:
 * WB_LOWERED_ROWS_MAX of them; returns how many were set.
 */
size_t wb_accuracy_find_lowered(const struct wb_accuracy *accuracy, const struct wb_policy *policy, uint64_t *rows_r);

/* Whether a source is below the floor of this category. */
bool wb_accuracy_is_below(const struct wb_accuracy_row *row, const struct wb_category *category);

#endif
