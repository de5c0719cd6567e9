/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * policy_file.h - the policy as it is published: one immutable file, made by `whyblock apply` and read by Exim's process.
 *
 * A head of fixed size, then the policy, then every setting that stood in the configuration, as text. Exim's process reads the head
 * and the policy; what compares two policies for a person reads the settings, too. All numbers are big-endian (base/record.h), so a
 * file means the same on every machine. The name has the format's number: a whyblock.so that is still loaded after an upgrade finds
 * the file that it can read, or none.
 *
 * Nothing of it is believed before it was checked: a file that is cut, has a flipped bit, or says what no policy may say gives
 * WB_UNAVAILABLE. The checks find damage; they keep nobody out who may write the folder.
 */
#ifndef WB_POLICY_FILE_H
#define WB_POLICY_FILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/pool.h"
#include "base/status.h"
#include "verdict/policy.h"
#include "verdict/policy_record.h"

#define WB_POLICY_FILE_FORMAT 1
#define WB_POLICY_FILE_NAME "policy-1" /* in the folder of published.h; the number is the format's */
#define WB_POLICY_FILE_PREVIOUS WB_POLICY_FILE_NAME ".previous"
#define WB_POLICY_FILE_BYTES_MAX (4U * 1024 * 1024)
#define WB_POLICY_FILE_HEAD_BYTES 64

struct wb_policy_file {
	struct wb_policy policy; /* as wb_policy_record_walk reads it */
	uint64_t serial;         /* 1 for the first policy of a store, then one more each time */
	int64_t made_at_s;       /* Unix time */
	struct wb_policy_setting *settings;
	size_t setting_count;
	struct wb_pool pool; /* holds all of it */
};

enum wb_policy_file_part {
	WB_POLICY_FILE_VERDICT, /* what a verdict needs: no settings */
	WB_POLICY_FILE_WHOLE,
};

/*
 * Reads and checks a file. It is read, not mapped: nobody who cuts it at this moment can end the process that reads it.
 * file_r:    on WB_OK the policy, whose texts point into memory of its own; else NULL.
 * Returns:   WB_OK; WB_UNAVAILABLE: none is there, it may not be read, or it is no policy of this format: error_r has one line that
 *            says what to run; WB_NO_MEMORY.
 * Ownership: the caller closes *file_r with wb_policy_file_close.
 * Limits:    WB_POLICY_FILE_BYTES_MAX. No text is parsed, nothing is sorted; two allocations, unless lists are unusually long.
 */
enum wb_status wb_policy_file_read(
    const char *path, enum wb_policy_file_part part, struct wb_policy_file **file_r, struct wb_error *error_r);

/*
 * What verdicts by this policy may need a library for. The head alone says it, so that Exim's daemon can know it (preload.h), which does not
 * read policies.
 */
#define WB_POLICY_USES_ZONES 1U      /* zones are asked */
#define WB_POLICY_USES_REFERENCES 2U /* clients are refused, with a sealed reference */

/* The sum of what a file uses; 0 when its head cannot be read. */
uint32_t wb_policy_file_uses(const char *path);

/* The same of bytes in memory; path is for error_r. */
enum wb_status wb_policy_file_decode(const unsigned char *bytes, size_t size, const char *path, enum wb_policy_file_part part,
    struct wb_policy_file **file_r, struct wb_error *error_r);

/* NULL is allowed; leaves NULL. */
void wb_policy_file_close(struct wb_policy_file **file);

/*
 * The bytes of a file; its pool is not used.
 * bytes_r: the caller frees it.
 * Returns: WB_OK, WB_INVALID (larger than WB_POLICY_FILE_BYTES_MAX), WB_NO_MEMORY.
 */
enum wb_status wb_policy_file_encode(
    const struct wb_policy_file *file, unsigned char **bytes_r, size_t *size_r, struct wb_error *error_r);

#endif
