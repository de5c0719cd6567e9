/*
 * feed_file.h - reads a feed's file: one prefix in a line, in whatever form it comes.
 * 192.0.2.1, 192.0.2.0/24, 192.0.2.7-192.0.2.66 (split into prefixes), each with a comment behind # or ; which becomes the
 * reason, as in Spamhaus DROP; or DROP's JSON lines {"cidr":"192.0.2.0/24","sblid":"SBL1"}.
 */
#ifndef WB_CLI_FEED_FILE_H
#define WB_CLI_FEED_FILE_H

#include "config/config.h"
#include "desk/feed.h"

struct cli_feed_file {
	struct wb_feed_entries entries;
	unsigned long lines; /* all of the file's */
	size_t good, bad;    /* those that hold a prefix, and those that should */
	size_t refused;      /* good ones that trip a guard */
};

/*
 * Prints the first bad lines and the first that trip a guard, and progress on a terminal.
 * path:     "-" for standard input.
 * allowed:  see feed_guard.h.
 * Returns:  WB_OK; WB_INVALID when a guard refuses the file; WB_UNAVAILABLE, WB_NO_MEMORY.
 * Memory:   24 bytes for each prefix, and the comments.
 * Ownership: the caller closes file_r->entries whatever is returned.
 */
enum wb_status cli_feed_file_read(
    const struct wb_config *config, const char *path, unsigned allowed, struct cli_feed_file *file_r, struct wb_error *error_r);

#endif
