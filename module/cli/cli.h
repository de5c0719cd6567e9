/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * cli.h - the staff command's frame: verbs, options and exit statuses, one row each.
 */
#ifndef WB_CLI_H
#define WB_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/text.h"
#include "config/config.h"
#include "store/history.h"

/* Exit statuses: those of sysexits.h, and 1 for "the answer is no". ROW(id, status, help), ascending. */
#define CLI_EXITS(ROW) \
	ROW(CLI_DONE, 0, "done") \
	ROW(CLI_NO, 1, "the answer is no") \
	ROW(CLI_USAGE, 64, "wrong usage") \
	ROW(CLI_BAD_DATA, 65, "bad data") \
	ROW(CLI_IO, 74, "I/O") \
	ROW(CLI_LATER, 75, "try again later") \
	ROW(CLI_BAD_CONFIG, 78, "bad configuration")
#define CLI_EXIT_ID(id, status, help) id = status,
enum cli_exit { CLI_EXITS(CLI_EXIT_ID) };

/* CLI_REASON and so on, one for each row of option_table.h. */
#define OPTION(id, name, argument, help) CLI_##id,
enum cli_option {
#include "cli/option_table.h"
	CLI_OPTIONS
};
#undef OPTION

/* A set of options is a number of 64 bits. */
#define CLI_TAKES(option) (UINT64_C(1) << (option))
_Static_assert(CLI_OPTIONS <= 64, "more options than a set of them has bits");

struct cli_option_row {
	const char *name;
	const char *argument; /* NULL: a flag */
	const char *help;     /* with "{}" for its choices, see cli_option_add_help */
};

/* Who runs the command, for history and for sources: as it was before the command became the owner of the store. */
struct cli_caller {
	uint32_t uid;
	char login[WB_HISTORY_LOGIN_SIZE]; /* as the person logged in, made fit for a source */
};

struct cli {
	const char *config_path;
	bool json;
	bool is_opened;                  /* the file that the verb's arguments name is standard input, see owner.h */
	const char *option[CLI_OPTIONS]; /* NULL: not given; a flag that was given points at "" */
	struct wb_config *config;        /* read and good, for the verbs that ask for it */
	int argc;                        /* what stands behind the verb */
	char **argv;
	int all_count; /* of the whole command line */
	char **all;
	struct cli_caller caller;
	int64_t now_s;               /* Unix time; --at sets it */
	const struct cli_verb *verb; /* NULL: none was run */
};

enum cli_needs {
	CLI_NEEDS_NOTHING,
	CLI_NEEDS_CONFIG,     /* cli->config is read and good */
	CLI_NEEDS_STORE,      /* the same, and this process is the store's owner, see owner.h */
	CLI_CHANGES_LISTINGS, /* the same; what is published may then have grown, and is merged after the answer */
};

/* Which of a verb's arguments, or options, names a file. */
struct cli_file {
	int argument; /* -1: none does */
	int option;   /* enum cli_option; -1: none does */
	enum cli_file_use {
		CLI_FILE_READ,
		CLI_FILE_WRITTEN,
		CLI_FILE_LOGS
	} use; /* logs: this argument and all behind it, see logs.h */
};

struct cli_verb {
	const char *name;      /* one word or two */
	const char *arguments; /* with the options that it cannot do without: "PREFIX CATEGORY --reason TEXT" */
	int min_arguments, max_arguments;
	uint64_t options; /* CLI_TAKES(...) | ... */
	enum cli_needs needs;
	struct cli_file file;
	enum cli_exit (*run)(struct cli *cli);
	const char *help;
};

/* The rows of the verbs, in the order of the help; NULL behind the last one. */
const struct cli_verb *cli_verb_at(size_t i);
/* The verb that the first words of argv name, which are taken off; NULL: none does. */
const struct cli_verb *cli_verb_find(struct cli *cli);

/* The row of each option, by enum cli_option. */
const struct cli_option_row *cli_option_at(size_t i);
/* What it means, with the names that it takes. */
void cli_option_add_help(size_t i, struct wb_text *text);

struct cli_exit_row {
	enum cli_exit status;
	const char *help;
};

/* The exit statuses, ascending; NULL behind the last one. */
const struct cli_exit_row *cli_exit_at(size_t i);

/* Says "whyblock: ..." on standard error and returns status; with --json it becomes an object, see fail.h. CLI_DONE: it is a note. */
enum cli_exit cli_fail(enum cli_exit status, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The exit status for a failure of the library. */
enum cli_exit cli_exit_of(enum wb_status status);

/* That of a change that is done: one that Exim does not see yet is told as "listed, not yet in force: ...". */
enum cli_exit cli_done(enum wb_status status, const char *done, const struct wb_error *error);

/* cli_init and so on, one for each row of verb_table.h. */
#define VERB(function, name, arguments, fewest, most, options, needs, file, help) enum cli_exit cli_##function(struct cli *cli);
#include "cli/verb_table.h"
#undef VERB

#endif
