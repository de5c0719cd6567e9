/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * option_meaning.h - what an option means for one verb, where it means something else for others: option_table.h has one text for all of them, which
 * the help of a single verb would make people read past.
 */
#ifndef WB_CLI_OPTION_MEANING_H
#define WB_CLI_OPTION_MEANING_H

#include <stddef.h>

/* NULL: what option_table.h says. verb: "list add". option: a CLI_... of cli.h. */
const char *cli_option_meaning(const char *verb, size_t option);

#endif
