/*
 * print_listing.h - listings as the command shows them, and what it refuses to list.
 */
#ifndef WB_CLI_LISTING_IO_H
#define WB_CLI_LISTING_IO_H

#include "cli/cli.h"
#include "store/change.h"
#include "store/listings.h"

/* Who changes the list now, for its history. */
struct wb_change cli_change(const struct cli *cli);

/* "staff:" and the login name of whoever runs the command, made fit for a source. buffer: WB_LISTING_SOURCE_SIZE bytes. */
void cli_default_source(char *buffer);

/*
 * WB_INVALID for a listing that would block everybody or the operator: a prefix shorter than /8 (IPv6: /19), loopback, what is
 * exempt; or for a category that the configuration does not have. force leaves only the last.
 */
enum wb_status cli_check_listing(
    const struct wb_config *config, const struct wb_listing *listing, bool force, struct wb_error *error_r);

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

/* As list import reads it: seven fields separated by tabs. */
bool cli_print_tabs(void *context, const struct wb_listing *listing);

#endif
