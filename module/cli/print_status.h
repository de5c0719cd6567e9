/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_status.h - how whyblock status shows what was found: one screen of 80 columns, or JSON.
 */
#ifndef WB_CLI_PRINT_STATUS_H
#define WB_CLI_PRINT_STATUS_H

#include "cli/status_part.h"

/* CLI_DONE when there is no fault, else CLI_NO. */
enum cli_exit cli_print_status(const struct status *status);

#endif
