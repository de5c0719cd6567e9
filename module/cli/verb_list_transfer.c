/* verb_list_transfer.c - whyblock list import and list export: the same text both ways */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/print_listing.h"
#include "cli/rbldnsd.h"
#include "store/listings.h"

#define LINE_BYTES_MAX 4096
#define MISTAKES_SHOWN 10
#define PROGRESS_EVERY 50000

/* Fields of a line, in order. */
enum { FIELD_PREFIX, FIELD_CATEGORY, FIELD_SCOPE, FIELD_SOURCE, FIELD_CREATED, FIELD_EXPIRES, FIELD_REASON, FIELDS };

struct import {
	struct cli *cli;
	struct wb_listing_writer *writer;
	char source[WB_LISTING_SOURCE_SIZE]; /* of lines that name none */
	unsigned long line;
	size_t added, replaced, diagnostics;
	bool shows_progress;
};

/* Cuts the line at its tabs; a field that is left out or "-" is NULL. False: there are too many. */
static bool split_fields(char *line, char *fields[FIELDS])
{
	char *next = line;

	for (int i = 0; i < FIELDS; i++) {
		fields[i] = next == NULL ? NULL : strsep(&next, "\t");
		if (fields[i] != NULL && (fields[i][0] == '\0' || strcmp(fields[i], "-") == 0))
			fields[i] = NULL;
	}
	return next == NULL;
}

static enum wb_status copy_field(const char *name, const char *value, char *buffer, size_t size, struct wb_error *error_r)
{
	if (value == NULL || wb_text_copy(buffer, size, value))
		return WB_OK;
	return wb_fail(error_r, WB_INVALID, "%s has %zu bytes: expected at most %zu", name, strlen(value), size - 1);
}

static enum wb_status read_line(const struct import *import, char *line, struct wb_listing *listing, struct wb_error *error_r)
{
	char *fields[FIELDS];

	memset(listing, 0, sizeof(*listing));
	listing->created_at_s = import->cli->now_s;
	wb_text_copy(listing->source, sizeof(listing->source), import->source);
	if (!split_fields(line, fields))
		return wb_fail(error_r, WB_INVALID,
		    "more than %d fields: expected prefix, category, scope, source, created, expires, reason, with tabs between them",
		    FIELDS);
	if (fields[FIELD_PREFIX] == NULL || fields[FIELD_CATEGORY] == NULL)
		return wb_fail(error_r, WB_INVALID, "no category: expected at least a prefix, a tab and a category");
	if (fields[FIELD_SCOPE] != NULL && !wb_scope_parse(fields[FIELD_SCOPE], &listing->scope))
		return wb_fail(error_r, WB_INVALID, "scope \"%.40s\": expected host, range or network", fields[FIELD_SCOPE]);
	if (wb_prefix_parse(fields[FIELD_PREFIX], &listing->prefix, error_r) != WB_OK ||
	    copy_field("category", fields[FIELD_CATEGORY], listing->category, sizeof(listing->category), error_r) != WB_OK ||
	    copy_field("source", fields[FIELD_SOURCE], listing->source, sizeof(listing->source), error_r) != WB_OK ||
	    copy_field("reason", fields[FIELD_REASON], listing->reason, sizeof(listing->reason), error_r) != WB_OK ||
	    (fields[FIELD_CREATED] != NULL &&
		wb_timestamp_parse(fields[FIELD_CREATED], &listing->created_at_s, error_r) != WB_OK) ||
	    (fields[FIELD_EXPIRES] != NULL &&
		wb_timestamp_parse(fields[FIELD_EXPIRES], &listing->expires_at_s, error_r) != WB_OK))
		return WB_INVALID;
	return cli_check_listing(import->cli->config, listing, import->cli->option[CLI_FORCE] != NULL, error_r);
}

static void show_progress(const struct import *import, bool last)
{
	if (import->shows_progress && (last || import->line % PROGRESS_EVERY == 0))
		fprintf(stderr, "\r%lu lines%s", import->line, last ? "\n" : "");
}

/* One line of the file. WB_INVALID was reported and counted: the rest is read for its mistakes only. */
static enum wb_status import_line(struct import *import, char *line, size_t length, struct wb_error *error_r)
{
	struct wb_listing listing;
	enum wb_status status = WB_OK;
	bool replaced = false;

	if (length > 0 && line[length - 1] == '\n')
		line[--length] = '\0';
	if (length > 0 && line[length - 1] == '\r')
		line[--length] = '\0';
	if (length == 0 || line[0] == '#')
		return WB_OK;
	if (length > LINE_BYTES_MAX || strlen(line) != length)
		status = wb_fail(error_r, WB_INVALID,
		    "a line that is too long or holds a NUL byte: expected text of up to %d bytes", LINE_BYTES_MAX);
	if (status == WB_OK)
		status = read_line(import, line, &listing, error_r);
	if (status == WB_OK && import->diagnostics == 0)
		status = wb_listing_add(import->writer, &listing, &replaced, error_r);
	else if (status == WB_OK)
		return WB_OK;
	if (status == WB_OK) {
		import->replaced += replaced;
		import->added += !replaced;
	} else if (status == WB_INVALID && import->diagnostics++ < MISTAKES_SHOWN) {
		cli_fail(CLI_BAD_DATA, "%s:%lu: %s", import->cli->argv[0], import->line, error_r->text);
	}
	return status;
}

static enum wb_status note_import(const struct import *import, struct wb_error *error_r)
{
	struct wb_history_record record = { .action = WB_HISTORY_IMPORT, .added = import->added, .kept = import->replaced };
	const struct wb_change change = cli_change(import->cli);

	wb_text_copy(record.source, sizeof(record.source), import->source);
	wb_text_copy(record.why, sizeof(record.why), import->cli->argv[0]);
	return wb_change_note(import->writer, &change, &record, error_r);
}

static enum wb_status import_file(struct import *import, FILE *file, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	while ((status == WB_OK || status == WB_INVALID) && (length = getline(&line, &size, file)) >= 0) {
		import->line++;
		status = import_line(import, line, (size_t)length, error_r);
		show_progress(import, false);
	}
	show_progress(import, true);
	free(line);
	if (status != WB_OK && status != WB_INVALID)
		return status;
	if (ferror(file))
		return wb_fail(error_r, WB_UNAVAILABLE, "%s: %s", import->cli->argv[0], strerror(errno));
	if (import->diagnostics > 0)
		return wb_fail(error_r, WB_INVALID, "%s: %zu line%s with mistakes, nothing was imported", import->cli->argv[0],
		    import->diagnostics, import->diagnostics == 1 ? "" : "s");
	status = note_import(import, error_r);
	return status == WB_OK ? wb_listing_commit(import->writer, error_r) : status;
}

enum cli_exit cli_list_import(struct cli *cli)
{
	const char *source = cli->option[CLI_SOURCE];
	bool is_stdin = strcmp(cli->argv[0], "-") == 0;
	struct import import = { .cli = cli, .shows_progress = isatty(STDERR_FILENO) };
	struct wb_error error;
	enum wb_status status;
	FILE *file;

	cli_default_source(import.source);
	if (source != NULL && !wb_text_copy(import.source, sizeof(import.source), source))
		return cli_fail(CLI_BAD_DATA, "--source is too long");
	file = is_stdin ? stdin : fopen(cli->argv[0], "re");
	if (file == NULL)
		return cli_fail(CLI_IO, "%s: %s", cli->argv[0], strerror(errno));
	status = wb_listing_writer_open(cli->config->policy.store, &import.writer, &error);
	if (status == WB_OK)
		status = import_file(&import, file, &error);
	wb_listing_writer_close(&import.writer);
	if (!is_stdin)
		fclose(file);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	printf(cli->json ? "{\"added\":%zu,\"replaced\":%zu}\n" : "%zu added, %zu replaced\n", import.added, import.replaced);
	return CLI_DONE;
}

enum cli_exit cli_list_export(struct cli *cli)
{
	const char *format = cli->option[CLI_FORMAT] != NULL ? cli->option[CLI_FORMAT] : "import";
	struct cli_rows rows = { .json = cli->json, .now_s = cli->now_s };
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status;

	if (strcmp(format, "rbldnsd") == 0)
		return cli_print_rbldnsd(cli);
	if (strcmp(format, "import") != 0)
		return cli_fail(CLI_USAGE, "--format \"%.40s\": expected import or rbldnsd", format);
	if (cli->json) {
		cli_rows_begin(&rows);
		status = wb_listing_walk(cli->config->policy.store, cli_rows_add, &rows, &unreadable, &error);
	} else {
		puts("# prefix\tcategory\tscope\tsource\tcreated\texpires\treason");
		status = wb_listing_walk(cli->config->policy.store, cli_print_tabs, NULL, &unreadable, &error);
	}
	cli_rows_end(&rows, unreadable);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	return unreadable > 0 ? CLI_IO : CLI_DONE;
}
