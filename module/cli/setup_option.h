/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * setup_option.h - the main options that a snippet sets, beside those that a site has set already: Exim refuses a configuration that
 * sets one twice.
 */
#ifndef WB_SETUP_OPTION_H
#define WB_SETUP_OPTION_H

#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

/* config: what `exim -bP config` prints. False: its main section does not set the option. line_r: the line that does. */
bool setup_option_find(const char *config, const char *name, char *line_r, size_t size);

/*
 * Returns the snippet without the options that the configuration sets already, or NULL: no memory. The caller frees it.
 * is_empty_r: no option is left in it. to_change: which of these lines of the site's are not as good as the snippet's, a line for each.
 */
char *setup_option_leave_out(const char *snippet, const char *config, bool *is_empty_r, struct wb_text *to_change);

#endif
