/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * senders_file.h - hosts of which nearly each message has a sender domain of its own, by what the agent has counted in a day: one small immutable
 * file in its run folder (wb_policy_run_folder), which Exim's process reads when a rule wants to know.
 *
 * A head and rows, sorted by address, each with a check of its own: a few reads find one. A row is about an IPv4 address, or the /64 of an IPv6
 * one, and says until when it holds. What is damaged, or not there, says nothing about anybody.
 */
#ifndef WB_SENDERS_FILE_H
#define WB_SENDERS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/address.h"
#include "base/status.h"

#define WB_SENDERS_ROW_BYTES 32   /* of a row, and of the head */
#define WB_SENDERS_ROWS_MAX 16384 /* of a file */
#define WB_SENDERS_DAY_S 86400    /* for which a row holds at most: one that says more is of a clock that was wrong */

/* Bytes of a file, WB_SENDERS_ROW_BYTES each. Rows are sorted as memcmp sorts them. until_s: Unix time. */
void wb_senders_file_write_head(size_t rows, unsigned char *bytes_r);
void wb_senders_file_write_row(const struct wb_address *client, int64_t until_s, unsigned char *bytes_r);

/*
 * Whether the file of this run folder has the client.
 * Returns: WB_OK: it has; WB_NOT_FOUND: it has not, or nobody has written one; WB_UNAVAILABLE: it cannot be read, or is damaged.
 */
enum wb_status wb_senders_file_find(
    const char *folder, const struct wb_address *client, int64_t now_s, struct wb_error *error_r);

#endif
