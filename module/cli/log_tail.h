/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* log_tail.h - the lines at the end of a log file: of a large one no more than somebody can wait for. */
#ifndef WB_LOG_TAIL_H
#define WB_LOG_TAIL_H

#include <stddef.h>

#include "base/status.h"

/* Called for each line, without its line break. */
typedef void log_tail_visit(void *context, const char *line, size_t length);

/* The whole lines in the last bytes of the file. WB_NOT_FOUND: there is no such file. WB_UNAVAILABLE: error_r says why. */
enum wb_status log_tail_walk(const char *path, size_t bytes, log_tail_visit *visit, void *context, struct wb_error *error_r);

#endif
