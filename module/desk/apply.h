/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * apply.h - a configuration becomes the policy in force: what changes by it, and what has to wait for a person.
 *
 * The policy in force is a published file (verdict/policy_file.h), and stays until another one takes its place at once: a
 * configuration with a mistake, a full disk, or no memory changes nothing. What is applied without anybody looking may add and
 * change. It waits when something is missing, since the file may have been cut, and when mail could be refused that was not before.
 *
 * Whether there is anything to apply or not, the copies of the mmdb files that the policy in force names are brought up to date
 * (store/mmdb_copy.h). What fails of that is told in their rows, and is no failure of the policy.
 */
#ifndef WB_APPLY_H
#define WB_APPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/list.h"
#include "base/pool.h"
#include "base/status.h"
#include "config/config.h"
#include "store/change.h"
#include "store/mmdb_copy.h"

enum wb_apply_wish {
	WB_APPLY_CHECK,    /* say what would be done; nothing is written, and no store need be there */
	WB_APPLY_NOW,      /* somebody has looked at it */
	WB_APPLY_AUTO,     /* nobody has */
	WB_APPLY_PREVIOUS, /* not the configuration, but the policy that was in force before: the one in force now is then that */
};

enum wb_apply_outcome {
	WB_APPLY_SAME,  /* the policy in force says all of it already: nothing is written */
	WB_APPLY_WOULD, /* of WB_APPLY_CHECK: it would be applied */
	WB_APPLY_DONE,  /* it is in force */
	WB_APPLY_WAITS, /* of WB_APPLY_AUTO: reasons says why; the policy in force stays */
};

enum wb_apply_kind { WB_APPLY_ADDED, WB_APPLY_CHANGED, WB_APPLY_REMOVED, WB_APPLY_KINDS };

/* A setting, or a section with all that is in it. Values are as whyblock.conf writes them. */
struct wb_apply_change {
	enum wb_apply_kind kind;
	const char *name;   /* "category \"spam\" action", "dnsbl \"bl.example.net\"" */
	const char *before; /* empty: it was not set, or is a section */
	const char *after;  /* empty: it is not set, or is a section; of one that has changed the account's key is another */
};

struct wb_apply {
	enum wb_apply_outcome outcome;
	bool is_first;                   /* no policy was in force */
	uint64_t serial;                 /* of the policy in force */
	struct wb_apply_change *changes; /* in the order of the names */
	size_t change_count;
	size_t counts[WB_APPLY_KINDS];
	struct wb_texts reasons;                    /* why it waits, or would with WB_APPLY_AUTO: a sentence each */
	struct wb_texts effects;                    /* those of them that no change says: "192.0.2.0/24 is no longer exempt" */
	struct wb_error key_fault;                  /* the reference key could not be published; empty: it was */
	struct wb_error history_fault;              /* done, but history could not be told; empty: it was */
	struct wb_mmdb_copy copies[WB_GEOIP_WANTS]; /* all unset with WB_APPLY_CHECK */
	struct wb_pool pool;                        /* holds all of it */
};

/*
 * config:   read and good.
 * change:   who does it, and when.
 * apply_r:  set on WB_OK alone; the caller closes it with wb_apply_close, whatever is returned.
 * Returns:  WB_OK: outcome says what was done. WB_INVALID: a reply's lines could grow too long (not of the first policy: what was
 *           in use before there were any stays so). WB_NOT_FOUND: there is no previous policy. WB_UNAVAILABLE, WB_NO_MEMORY: the
 *           policy in force stays.
 */
enum wb_status wb_apply(const struct wb_config *config, enum wb_apply_wish wish, const struct wb_change *change,
    struct wb_apply *apply_r, struct wb_error *error_r);

/* Safe to repeat. */
void wb_apply_close(struct wb_apply *apply);

#endif
