/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * changed.h - which prefixes were changed since the published base, kept in the store by the transaction that changes them: so
 * what a publisher that was killed left undone is known to the next one.
 *
 * Each transaction that changes what is listed has a serial, higher than all before it: the time in microseconds, or one more than the
 * last. Seconds would not do: a store that was put back from a backup took a serial twice, and its next change was taken for one
 * that is published. When too many prefixes have changed they are forgotten, and no base serves any more: what would say little
 * less than a base is not worth its cost, least of all to a large import.
 * Private to listing_session.c and publish.c.
 */
#ifndef WB_CHANGED_H
#define WB_CHANGED_H

#include <stdbool.h>
#include <stdint.h>

#include "store/transaction.h"

#define WB_CHANGED_MAX 10000 /* prefixes that are kept */

struct wb_changed {
	struct wb_table prefixes;
	bool has_table;       /* a store that is read, and was never changed, has none */
	uint64_t serial;      /* of the last change; 0: there was none */
	uint64_t base_serial; /* the prefixes are all that were changed since this one; 0: they are not known, a base is due */
	uint64_t next_serial; /* this transaction's, if it changes something */
	bool is_changed;      /* it does */
};

/*
 * Reads what is kept. A transaction that writes, and finds that somebody else has written since, an older whyblock or a hand
 * that put a backup in place, takes it that everything has changed.
 */
enum wb_status wb_changed_open(struct wb_transaction *transaction, const struct wb_table *meta, int64_t now_us,
    struct wb_changed *changed, struct wb_error *error_r);

/* Notes that what is listed for exactly this prefix changes. */
enum wb_status wb_changed_add(struct wb_changed *changed, const struct wb_prefix *prefix, struct wb_error *error_r);

/* Called for each prefix in the order of listings; false ends the walk. */
typedef bool wb_changed_visit(void *context, const struct wb_prefix *prefix);
enum wb_status wb_changed_walk(
    const struct wb_changed *changed, wb_changed_visit *visit, void *context, struct wb_error *error_r);

/* A base of this serial is published: forgets the prefixes that it has. Unless others, which are not known, have changed since. */
enum wb_status wb_changed_rebase(struct wb_changed *changed, uint64_t serial, struct wb_error *error_r);

/* Writes it back; to be called once, before the commit. */
enum wb_status wb_changed_save(struct wb_changed *changed, const struct wb_transaction *transaction,
    const struct wb_table *meta, struct wb_error *error_r);

#endif
