/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * lock_file.h - LMDB's lock file, which it maps and writes to even when one only reads, and what it takes for granted of it: that its
 * pages have room on the disk, or writing to one ends the process by SIGBUS; and that nobody holds its first byte for long, or opening waits
 * without end. A process that was stopped while it opens does.
 */
#ifndef WB_LOCK_FILE_H
#define WB_LOCK_FILE_H

#include <sys/types.h>

#include "base/status.h"

#define WB_LOCK_FILE_READERS 1022 /* slots; a reader holds one for some microseconds */

/*
 * Makes the lock file of this folder where it is missing, and looks whether LMDB may open it. Changes nothing in one that is there.
 * Returns: WB_OK, also when it is LMDB that has to say what is wrong; WB_NOT_FOUND: no page of it can be written, for want of room on the
 * disk or in a quota; WB_UNAVAILABLE: it is held, or is no file of the store's own. error_r is filled in for both.
 */
enum wb_status wb_lock_file_prepare(const char *folder, mode_t mode, struct wb_error *error_r);

#endif
