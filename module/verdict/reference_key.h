/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * reference_key.h - the file of the secret keys that seal references: text, one key in each line, the newest first.
 * The first key seals, all of them verify: so a key can be changed without a word about the codes that are out there.
 */
#ifndef WB_REFERENCE_KEY_H
#define WB_REFERENCE_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/status.h"

#define WB_REFERENCE_KEY_BYTES 32
#define WB_REFERENCE_KEYS_MAX 16
#define WB_REFERENCE_KEY_MODE 0640

struct wb_reference_keys {
	unsigned char bytes[WB_REFERENCE_KEYS_MAX][WB_REFERENCE_KEY_BYTES];
	size_t count;
};

/*
 * Reads the file: lines of 64 hexadecimal digits; '#' begins a comment.
 * keys_r:   empty (count 0) unless WB_OK is returned, which means at least one key.
 * Returns:  WB_OK; WB_NOT_FOUND (no such file); WB_UNAVAILABLE (no permission, not a regular file, too large, open to
 *           everybody); WB_INVALID (a line that is none, no key, too many keys).
 */
enum wb_status wb_reference_keys_read(const char *path, struct wb_reference_keys *keys_r, struct wb_error *error_r);

/*
 * Makes the file with one new key, mode 0640 and this group, whatever the umask. What is in a file that is there already stays
 * as it is; its group and mode are repaired. made_r (NULL allowed): it was made just now.
 */
enum wb_status wb_reference_keys_make(const char *path, gid_t group, int64_t now_s, bool *made_r, struct wb_error *error_r);

/*
 * Puts a new key in front of those in the file, which keeps its comments, owner, group and mode. A reader, or somebody who kills
 * this process, finds the old file or the new one. count_r: keys in it now.
 */
enum wb_status wb_reference_keys_rotate(const char *path, int64_t now_s, size_t *count_r, struct wb_error *error_r);

#endif
