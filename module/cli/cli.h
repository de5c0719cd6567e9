/*
 * cli.h - the staff command's frame: verbs, options and exit statuses, one row each.
 */
#ifndef WB_CLI_H
#define WB_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "config/config.h"

/* Exit statuses: those of sysexits.h, and 1 for "the answer is no". */
enum cli_exit { CLI_DONE = 0, CLI_NO = 1, CLI_USAGE = 64, CLI_BAD_DATA = 65, CLI_IO = 74, CLI_BAD_CONFIG = 78 };

/* Options that verbs take; the table in command.c says what each means. */
enum cli_option {
	CLI_REASON,
	CLI_TTL,
	CLI_EXPIRES,
	CLI_SOURCE,
	CLI_SCOPE,
	CLI_FORCE,
	CLI_GROUP,
	CLI_HELO,
	CLI_NAME,
	CLI_SENDER,
	CLI_RECIPIENT,
	CLI_NO_DNS,
	CLI_AT,
	CLI_FORMAT,
	CLI_SINCE,
	CLI_UNTIL,
	CLI_PROMETHEUS,
	CLI_CATEGORY,
	CLI_ALLOW,
	CLI_APPLY,
	CLI_UNDO,
	CLI_ROOT,
	CLI_ALL,
	CLI_NO_MAIL,
	CLI_OPTIONS
};
#define CLI_TAKES(option) (1u << (option))

struct cli_option_row {
	const char *name;
	const char *argument; /* NULL: a flag */
	const char *help;
};

struct cli {
	const char *config_path;
	bool json;
	const char *option[CLI_OPTIONS]; /* NULL: not given; a flag that was given points at "" */
	struct wb_config *config;        /* read and good, for the verbs that ask for it */
	int argc;                        /* what stands behind the verb */
	char **argv;
	int64_t now_s; /* Unix time; --at sets it */
};

struct cli_verb {
	const char *name; /* one word or two */
	const char *arguments;
	int min_arguments, max_arguments;
	unsigned options; /* CLI_TAKES(...) | ... */
	bool needs_config;
	enum cli_exit (*run)(struct cli *cli);
	const char *help;
};

/* The rows of the verbs, in the order of the help; NULL behind the last one. */
const struct cli_verb *cli_verb_at(size_t i);
/* The row of each option, by enum cli_option. */
const struct cli_option_row *cli_option_at(size_t i);

struct cli_exit_row {
	enum cli_exit status;
	const char *help;
};

/* The exit statuses, ascending; NULL behind the last one. */
const struct cli_exit_row *cli_exit_at(size_t i);

/* Prints "whyblock: ..." on standard error and returns status. */
enum cli_exit cli_fail(enum cli_exit status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The exit status for a failure of the library. */
enum cli_exit cli_exit_of(enum wb_status status);

/* verb_init.c */
enum cli_exit cli_init(struct cli *cli);

/* verb_check_config.c */
enum cli_exit cli_check_config(struct cli *cli);

/* verb_setup.c */
enum cli_exit cli_setup_debian(struct cli *cli);

/* verb_completion.c */
enum cli_exit cli_completion(struct cli *cli);

/* verb_settings.c */
enum cli_exit cli_settings(struct cli *cli);

/* verb_manual.c */
enum cli_exit cli_manual(struct cli *cli);

/* verb_explain.c */
enum cli_exit cli_explain(struct cli *cli);

/* verb_ref.c */
enum cli_exit cli_ref(struct cli *cli);
enum cli_exit cli_ref_rotate(struct cli *cli);

/* verb_backup.c */
enum cli_exit cli_backup(struct cli *cli);
enum cli_exit cli_verify(struct cli *cli);

/* verb_dnsbl.c */
enum cli_exit cli_dnsbl_status(struct cli *cli);
enum cli_exit cli_dnsbl_check(struct cli *cli);

/* verb_list_add.c and verb_list.c */
enum cli_exit cli_list_add(struct cli *cli);
enum cli_exit cli_list_remove(struct cli *cli);
enum cli_exit cli_list_show(struct cli *cli);
enum cli_exit cli_list_dump(struct cli *cli);
enum cli_exit cli_list_expire(struct cli *cli);

/* verb_feed.c */
enum cli_exit cli_feed_sync(struct cli *cli);
enum cli_exit cli_feed_list(struct cli *cli);
enum cli_exit cli_feed_drop(struct cli *cli);

/* verb_history.c */
enum cli_exit cli_history(struct cli *cli);

/* verb_list_transfer.c */
enum cli_exit cli_list_import(struct cli *cli);
enum cli_exit cli_list_export(struct cli *cli);

/* verb_site.c */
enum cli_exit cli_site(struct cli *cli);

/* verb_removal.c, verb_removal_show.c, verb_removal_decide.c, verb_removal_receive.c */
enum cli_exit cli_removal_list(struct cli *cli);
enum cli_exit cli_removal_note(struct cli *cli);
enum cli_exit cli_removal_show(struct cli *cli);
enum cli_exit cli_removal_approve(struct cli *cli);
enum cli_exit cli_removal_deny(struct cli *cli);
enum cli_exit cli_removal_receive(struct cli *cli);

/* verb_stats.c */
enum cli_exit cli_stats(struct cli *cli);

#endif
