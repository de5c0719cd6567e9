/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * ref.h - what a reference that somebody gives stands for, whether it is genuine, and how things are about its client now.
 */
#ifndef WB_REF_H
#define WB_REF_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "config/config.h"
#include "desk/unseen_rules.h"
#include "verdict/check.h"
#include "verdict/listing.h"
#include "verdict/reference.h"

enum wb_ref_now {
	WB_REF_BLOCKED,
	WB_REF_NOT_BLOCKED,
	WB_REF_DEPENDS_ON_MAIL, /* nothing stands against the host, but a rule about a mail decided, or may have: see unseen */
	WB_REF_DEPENDS, /* on which address of the IPv6 /64 it was, which the code does not hold: listings count for parts of it */
};

struct wb_ref {
	struct wb_reference reference;
	size_t key, key_count;             /* which key sealed it, from 0, the newest; of how many */
	char code[WB_REFERENCE_TEXT_SIZE]; /* with its hyphens */
	struct wb_check *check;            /* as of now ... */
	const struct wb_outcome *outcome;
	struct wb_unseen_rules unseen;
	enum wb_ref_now now;
	struct wb_listing *inside; /* ... and what is listed for parts of the /64, the expired too */
	size_t inside_count;
};

/*
 * text:    the code as people send it: see wb_reference_parse.
 * options: of the check, which goes the way that Exim goes; of an IPv6 /64 it is about the first address, for which all counts
 *          that is known of the whole /64.
 * now_s:   the Unix time at which listings count.
 * Returns: WB_OK: genuine. WB_NOT_FOUND: no key of this site sealed it. WB_INVALID: not even the form of a code; error_r says why.
 *          WB_UNAVAILABLE: no key, or one that cannot be read, or a store that cannot. WB_NO_MEMORY.
 * Ownership: close it whatever is returned; config must outlive it.
 */
enum wb_status wb_ref_open(const struct wb_config *config, const char *text, const struct wb_check_options *options,
    int64_t now_s, struct wb_ref *ref_r, struct wb_error *error_r);

void wb_ref_close(struct wb_ref *ref);

/*
 * The categories that a reference may mean, the n-th from 0: one, unless check-config warns that two look alike in codes. NULL: there
 * is no further one, or the configuration has it no more.
 */
const struct wb_category *wb_ref_category(const struct wb_policy *policy, const struct wb_ref *ref, size_t n);

#endif
