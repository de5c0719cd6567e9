/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_file.h - the operator's files that `whyblock setup` changes: a marked block put behind what is there, taken away again
 * so that every other byte is as it was, and a file replaced at once.
 */
#ifndef WB_SETUP_FILE_H
#define WB_SETUP_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

/*
 * The whole file as text. WB_NOT_FOUND: there is none, and *text_r is NULL. WB_UNAVAILABLE: it cannot be read, is no text, or a symbolic link to
 * nothing.
 * The caller frees *text_r.
 */
enum wb_status setup_file_read(const char *path, char **text_r, struct wb_error *error_r);

/*
 * Makes the file's content text, which NULL removes. Whoever reads it finds the old file or the new one. Owner and mode of a file
 * that is there are kept, a symbolic link too: what it leads to is replaced. A new file belongs to root and may be read by all.
 */
enum wb_status setup_file_write(const char *path, const char *text, struct wb_error *error_r);

/* Returns text (NULL: no file) with these lines behind it, between markers; NULL: no memory. The caller frees it. */
char *setup_block_add(const char *text, const char *lines);

/*
 * Returns text without the markers of all blocks and the lines between them that begin with one of count starts (what somebody else wrote
 * between them stays), or NULL: no memory. The caller frees it.
 * found_r: there was something to remove. is_ours_r: the file was made for a block, and nothing else is in it.
 */
char *setup_block_remove(const char *text, const char *const *starts, size_t count, bool *found_r, bool *is_ours_r);

#endif
