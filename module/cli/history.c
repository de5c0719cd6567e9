/* history.c - whyblock history: who changed what is listed, when and why */
#include "history.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "moment.h"
#include "text.h"

struct rows {
	bool json;
	size_t count;
};

static json_object *text_json(const char *text)
{
	return text[0] == '\0' ? NULL : json_object_new_string(text);
}

static json_object *moment_json(int64_t time_s)
{
	char text[WB_MOMENT_TEXT_SIZE];

	wb_moment_format(time_s, text);
	return time_s == 0 ? NULL : json_object_new_string(text);
}

static json_object *state_json(const struct wb_history_state *state)
{
	json_object *object;

	if (!state->is_listed)
		return NULL;
	object = json_object_new_object();
	json_object_object_add(object, "scope", json_object_new_string(wb_scope_name(state->scope)));
	json_object_object_add(object, "created", moment_json(state->created_at_s));
	json_object_object_add(object, "expires", moment_json(state->expires_at_s));
	json_object_object_add(object, "reason", json_object_new_string(state->reason));
	return object;
}

/* Every key in every row, so that programs need not look which kind of row it is. */
static void print_json(const struct wb_history_record *record)
{
	bool is_summary = wb_history_actions[record->action].is_summary;
	json_object *object = json_object_new_object();
	char prefix[WB_PREFIX_TEXT_SIZE] = "";

	if (record->has_prefix)
		wb_prefix_format(&record->prefix, prefix);
	json_object_object_add(object, "time", moment_json(record->at_s));
	json_object_object_add(object, "login", json_object_new_string(record->login));
	json_object_object_add(object, "uid", json_object_new_int64(record->uid));
	json_object_object_add(object, "action", json_object_new_string(wb_history_actions[record->action].name));
	json_object_object_add(object, "prefix", text_json(prefix));
	json_object_object_add(object, "category", text_json(record->category));
	json_object_object_add(object, "source", text_json(record->source));
	json_object_object_add(object, "why", json_object_new_string(record->why));
	json_object_object_add(object, "before", state_json(&record->before));
	json_object_object_add(object, "after", state_json(&record->after));
	json_object_object_add(object, "added", is_summary ? json_object_new_int64((int64_t)record->added) : NULL);
	json_object_object_add(object, "kept", is_summary ? json_object_new_int64((int64_t)record->kept) : NULL);
	json_object_object_add(object, "removed", is_summary ? json_object_new_int64((int64_t)record->removed) : NULL);
	fputs(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE), stdout);
	json_object_put(object);
}

static void add_end(struct wb_text *text, const struct wb_history_state *state)
{
	char expires[WB_MOMENT_TEXT_SIZE];

	wb_moment_format(state->expires_at_s, expires);
	wb_text_addf(text, state->expires_at_s == 0 ? "without end" : "until %s", expires);
	if (state->scope != WB_SCOPE_HOST)
		wb_text_addf(text, ", scope %s", wb_scope_name(state->scope));
}

/* What changed, in words: "until 2026-12-24T18:00:00Z; before: without end, \"seen relaying\"". */
static void format_change(const struct wb_history_record *record, struct wb_text *text)
{
	const char *separator = "";

	if (wb_history_actions[record->action].is_summary) {
		wb_text_addf(text, "%llu added, %llu kept, %llu removed", (unsigned long long)record->added,
		    (unsigned long long)record->kept, (unsigned long long)record->removed);
		return;
	}
	if (record->after.is_listed) {
		add_end(text, &record->after);
		separator = "; ";
	}
	if (record->before.is_listed) {
		wb_text_addf(text, "%sbefore: ", separator);
		add_end(text, &record->before);
		wb_text_addf(text, ", \"%s\"", record->before.reason);
	}
}

static void print_row(const struct wb_history_record *record, bool first)
{
	char time[WB_MOMENT_TEXT_SIZE], prefix[WB_PREFIX_TEXT_SIZE] = "-", who[WB_HISTORY_LOGIN_SIZE + 16], change[512];
	struct wb_text text;

	if (first)
		printf("%-21s %-16s %-9s %-20s %-12s %-20s %s\n", "TIME", "LOGIN (UID)", "ACTION", "PREFIX", "CATEGORY",
		    "SOURCE", "WHY [CHANGE]");
	wb_moment_format(record->at_s, time);
	if (record->has_prefix)
		wb_prefix_format(&record->prefix, prefix);
	snprintf(who, sizeof(who), "%s (%u)", record->login, record->uid);
	wb_text_open(&text, change, sizeof(change));
	format_change(record, &text);
	printf("%-21s %-16s %-9s %-20s %-12s %-20s %s [%s]\n", time, who, wb_history_actions[record->action].name, prefix,
	    record->category[0] != '\0' ? record->category : "-", record->source[0] != '\0' ? record->source : "-",
	    record->why[0] != '\0' ? record->why : "-", change);
}

static bool add_row(void *context, const struct wb_history_record *record)
{
	struct rows *rows = context;

	if (rows->json) {
		fputs(rows->count > 0 ? ",\n" : "\n", stdout);
		print_json(record);
	} else {
		print_row(record, rows->count == 0);
	}
	rows->count++;
	return true;
}

enum cli_exit cli_history(struct cli *cli)
{
	struct rows rows = { .json = cli->json };
	struct wb_prefix prefix;
	struct wb_error error;
	int64_t since_s = 0;
	size_t unreadable = 0;
	enum wb_status status;

	if (cli->argc > 0 && wb_prefix_parse(cli->argv[0], &prefix, &error) != WB_OK)
		return cli_fail(CLI_BAD_DATA, "%s", error.text);
	if (cli->option[CLI_SINCE] != NULL &&
	    wb_moment_parse_since(cli->option[CLI_SINCE], cli->now_s, &since_s, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "--since: %s", error.text);
	if (cli->json)
		fputs("[", stdout);
	status =
	    wb_history_walk(cli->config->store, cli->argc > 0 ? &prefix : NULL, since_s, add_row, &rows, &unreadable, &error);
	if (cli->json)
		puts(rows.count > 0 ? "\n]" : "]");
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (unreadable > 0)
		return cli_fail(CLI_IO, "%zu records of the history cannot be read and were skipped", unreadable);
	if (rows.count == 0 && !cli->json)
		puts("nothing is recorded");
	return CLI_DONE;
}
