/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * mmdb_copy.h - the copies of the operator's mmdb files that Exim reads.
 *
 * An updater may overwrite its file in place, and whoever has it mapped at that moment is killed. So nobody maps it: it is read(2)
 * into published/, looked at there, and only then takes the name that Exim opens. What does not open well, or lacks what is wanted,
 * is not taken, and the copy of before stays.
 *
 * The copy has its source's time of change and its size: when these differ, another copy is due. The inode is not kept, since a
 * file of the same size and the same nanosecond is the same file.
 */
#ifndef WB_MMDB_COPY_H
#define WB_MMDB_COPY_H

#include <stdbool.h>

#include "base/status.h"
#include "verdict/geoip.h"
#include "verdict/policy.h"

#define WB_MMDB_BYTES_MAX (4LL << 30) /* of a file: many times what any maker's has */

enum wb_mmdb_outcome {
	WB_MMDB_UNSET,   /* no file is named */
	WB_MMDB_SAME,    /* the copy is of the file as it is */
	WB_MMDB_STALE,   /* of a look: there is no copy, or one of another file, or of what the file was before */
	WB_MMDB_COPIED,  /* of an update */
	WB_MMDB_REMOVED, /* of an update: no file is named any more */
	WB_MMDB_GONE,    /* there is no such file; a copy stays */
	WB_MMDB_REFUSED, /* the file is not taken; a copy stays */
};

struct wb_mmdb_copy {
	enum wb_mmdb_outcome outcome;
	bool is_there;       /* a copy, to be asked */
	struct wb_error why; /* of WB_MMDB_GONE and WB_MMDB_REFUSED; else empty */
};

/* "country", "asn": how whyblock.conf calls the setting. */
const char *wb_mmdb_setting(enum wb_geoip_want want);

/* How the copy stands to its source (empty: none is named). Opens neither. */
void wb_mmdb_look(const char *store, enum wb_geoip_want want, const char *source, struct wb_mmdb_copy *copy_r);

/*
 * Makes the copies what they should be. The lock of published_file.h must be held.
 * sources:  the files that the policy in force names. One that is named for both is copied once, and has two names: so each name
 *           keeps what it holds when the other's file changes.
 * copies_r: a row for each enum wb_geoip_want. Whatever fails is told there, and the copy of before stays.
 */
void wb_mmdb_update(const char *store, const struct wb_geoip_files *sources, struct wb_mmdb_copy copies_r[WB_GEOIP_WANTS]);

#endif
