/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * print_listing.h - listings as the command shows them.
 */
#ifndef WB_CLI_PRINT_LISTING_H
#define WB_CLI_PRINT_LISTING_H

#include "cli/cli.h"
#include "cli/who.h"
#include "verdict/listing.h"

/* Rows of a table for people, or of an array for programs: begin, rows, end. */
struct cli_rows {
	bool json;
	int64_t now_s;
	size_t count;
	size_t active;
};
void cli_rows_begin(struct cli_rows *rows);
bool cli_rows_add(void *rows, const struct wb_listing *listing); /* a wb_listing_visit */
void cli_rows_end(struct cli_rows *rows, size_t unreadable);

#endif
