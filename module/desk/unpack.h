/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * unpack.h - the bytes of a file as it was downloaded: plain, .gz, .xz or .zst, told by its first bytes and not by its name.
 */
#ifndef WB_UNPACK_H
#define WB_UNPACK_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

#define WB_UNPACK_BYTES_MAX 536870912  /* of text that is unpacked: more of it is a bomb, and no list */
#define WB_UNPACK_MEMORY_MAX 134217728 /* that a file may ask for as its window */

struct wb_unpack; /* opaque; zlib, liblzma and libzstd stay inside unpack.c */

/*
 * fd is read from where it stands, and stays the caller's; path is what messages call it, and is kept.
 * WB_INVALID: it is compressed in a way that cannot be read, the reason says what to do; WB_UNAVAILABLE: it cannot be read, or the library
 * cannot be loaded; WB_NO_MEMORY.
 */
enum wb_status wb_unpack_open(int fd, const char *path, struct wb_unpack **unpack_r, struct wb_error *error_r);

/*
 * The next bytes, which belong to unpack and are valid until the next call; *size_r is 0 at the end of the file.
 * WB_INVALID: damaged, cut short, or larger than WB_UNPACK_BYTES_MAX; what came before must not be used either. WB_UNAVAILABLE, WB_NO_MEMORY.
 */
enum wb_status wb_unpack_next(struct wb_unpack *unpack, const char **bytes_r, size_t *size_r, struct wb_error *error_r);

/* NULL is accepted, and left. */
void wb_unpack_close(struct wb_unpack **unpack);

#endif
