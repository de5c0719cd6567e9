/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_cases.c - whyblock cases import: what logs tell is remembered as the agent would have done it */
#include <stdio.h>

#include "cli/cli.h"
#include "cli/logs.h"
#include "cli/print_json.h"
#include "desk/case_import.h"

struct importing {
	struct wb_log_reader reader;
	struct wb_case_import import;
	uint64_t unreadable;
};

static enum wb_status take_line(void *context, const struct cli_logfile_line *line, struct wb_error *error_r)
{
	struct importing *importing = context;

	switch (wb_log_reader_take(&importing->reader, line->text, line->length, line->whole ? WB_LOG_WHOLE : WB_LOG_CUT)) {
	case WB_LOG_VERDICT:
		return wb_case_import_add(&importing->import, &importing->reader, error_r);
	case WB_LOG_UNREADABLE:
		importing->unreadable++;
		return WB_OK;
	case WB_LOG_OTHER:
		break;
	}
	return WB_OK;
}

static void print(const struct cli *cli, const struct importing *importing)
{
	const struct wb_case_import *import = &importing->import;
	const struct {
		const char *key, *text;
		uint64_t number;
	} rows[] = {
		{ "lines", "lines read", importing->reader.lines },
		{ "unknown", "of them in no form that whyblock reads, or in another one than the log has",
		    importing->reader.unknown },
		{ "unreadable", "of whyblock, and not readable", importing->unreadable },
		{ "known", "verdicts that were remembered already", import->known },
		{ "without_evidence", "verdicts without evidence, which are no cases", import->bare },
		{ "verdicts", "verdicts taken in", import->verdicts },
		{ "cases", "new cases", import->cases },
	};
	json_object *object = cli->json ? json_object_new_object() : NULL;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (object != NULL)
			json_object_object_add(object, rows[i].key, json_object_new_int64((int64_t)rows[i].number));
		else if (rows[i].number > 0 || i == 0 || i + 2 >= sizeof(rows) / sizeof(rows[0]))
			printf("%12llu  %s\n", (unsigned long long)rows[i].number, rows[i].text);
	}
	if (object != NULL)
		cli_json_print_line(object);
}

enum cli_exit cli_cases_import(struct cli *cli)
{
	static struct importing importing;
	struct wb_error error;
	enum wb_status status;

	wb_log_reader_open(&importing.reader, cli->now_s);
	wb_case_import_open(&importing.import, cli->config->policy.store, &cli->config->policy);
	status = cli_logs_read(cli, &importing.reader, take_line, &importing, &error);
	if (status == WB_OK)
		status = wb_case_import_finish(&importing.import, &error);
	if (status == WB_OK)
		print(cli, &importing);
	wb_case_import_close(&importing.import);
	return status == WB_OK ? CLI_DONE : cli_fail(cli_exit_of(status), "%s", error.text);
}
