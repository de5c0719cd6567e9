/* verb_feed.c - whyblock feed sync, list and drop */
#include "desk/feed.h"

#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/feed_file.h"
#include "cli/print_listing.h"
#include "config/feed_allow.h"

/* One feed to sync: from its section of the configuration, from the command line, or from both. */
struct request {
	const char *name;
	const char *file;
	const char *category;
	enum wb_scope scope;
	int64_t ttl_s;
	unsigned allowed;
};

struct outcome {
	struct wb_feed feed;
	struct cli_feed_file file;
	struct wb_error error;
};

static void print_json(json_object *object)
{
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

static void add_counts(json_object *object, const struct wb_feed *feed)
{
	json_object_object_add(object, "listings", json_object_new_int64((int64_t)feed->listings));
	json_object_object_add(object, "added", json_object_new_int64((int64_t)feed->added));
	json_object_object_add(object, "kept", json_object_new_int64((int64_t)feed->kept));
	json_object_object_add(object, "removed", json_object_new_int64((int64_t)feed->removed));
}

static struct request configured(const struct wb_feed_settings *feed)
{
	return (struct request){
		.name = feed->name,
		.file = feed->file,
		.category = feed->category_id,
		.scope = (enum wb_scope)feed->scope,
		.ttl_s = feed->ttl_s,
		.allowed = feed->allowed,
	};
}

/* What the command line says goes before what the configuration says. */
static enum wb_status read_options(const struct cli *cli, struct request *request, struct wb_error *error_r)
{
	if (cli->option[CLI_CATEGORY] != NULL)
		request->category = cli->option[CLI_CATEGORY];
	if (cli->option[CLI_SCOPE] != NULL && !wb_scope_parse(cli->option[CLI_SCOPE], &request->scope))
		return wb_fail(
		    error_r, WB_INVALID, "--scope \"%.40s\": expected host, range or network", cli->option[CLI_SCOPE]);
	if (cli->option[CLI_TTL] != NULL && wb_span_parse(cli->option[CLI_TTL], &request->ttl_s, error_r) != WB_OK)
		return WB_INVALID;
	if (cli->option[CLI_ALLOW] != NULL && wb_feed_allow_parse(cli->option[CLI_ALLOW], &request->allowed, error_r) != WB_OK)
		return WB_INVALID;
	return WB_OK;
}

static enum wb_status check_request(const struct cli *cli, const struct request *request, struct wb_error *error_r)
{
	char known[256];
	struct wb_text text;

	if (wb_listing_check_feed_name(request->name, error_r) != WB_OK)
		return WB_INVALID;
	if (request->category != NULL &&
	    (strcmp(request->category, WB_CATEGORY_ALLOW) == 0 ||
		wb_policy_category(&cli->config->policy, request->category) != NULL))
		return WB_OK;
	wb_text_open(&text, known, sizeof(known));
	for (size_t i = 0; i < cli->config->policy.category_count; i++)
		wb_text_addf(&text, "%s, ", cli->config->policy.categories[i].id);
	return wb_fail(error_r, WB_INVALID, "%s \"%.40s\": expected --category with one of %s%s",
	    request->category == NULL ? "no category for feed" : "unknown category",
	    request->category == NULL ? request->name : request->category, known, WB_CATEGORY_ALLOW);
}

static enum wb_status write_feed(
    const struct cli *cli, const struct request *request, struct outcome *outcome, struct wb_error *error_r)
{
	const struct wb_change change = cli_change(cli);
	struct wb_listing_writer *writer = NULL;
	struct wb_feed *feed = &outcome->feed;
	enum wb_status status = wb_listing_writer_open(cli->config->policy.store, &writer, error_r);

	wb_text_copy(feed->name, sizeof(feed->name), request->name);
	wb_text_copy(feed->category, sizeof(feed->category), request->category);
	feed->scope = request->scope;
	feed->ttl_s = request->ttl_s;
	if (status == WB_OK)
		status = wb_feed_sync(writer, &change, feed, &outcome->file.entries, request->allowed, request->file, error_r);
	if (status == WB_OK)
		status = wb_listing_commit(writer, error_r);
	wb_listing_writer_close(&writer);
	return status;
}

/* The error of outcome says why not. */
static enum wb_status sync_feed(const struct cli *cli, const struct request *request, struct outcome *outcome)
{
	struct wb_error *error = &outcome->error;
	enum wb_status status;

	memset(outcome, 0, sizeof(*outcome));
	status = check_request(cli, request, error);
	if (status == WB_OK)
		status = cli_feed_file_read(cli->config, request->file, request->allowed, &outcome->file, error);
	if (status == WB_OK)
		status = write_feed(cli, request, outcome, error);
	wb_feed_entries_close(&outcome->file.entries);
	return status;
}

static json_object *outcome_json(const struct request *request, const struct outcome *outcome, enum wb_status status)
{
	json_object *object = json_object_new_object();

	json_object_object_add(object, "feed", json_object_new_string(request->name));
	if (status == WB_OK)
		add_counts(object, &outcome->feed);
	else
		json_object_object_add(object, "error", json_object_new_string(outcome->error.text));
	json_object_object_add(object, "bad_lines", json_object_new_int64((int64_t)outcome->file.bad));
	return object;
}

/* Syncs one feed and tells people; programs are told by rows_r, or at the end. */
static enum cli_exit run_request(const struct cli *cli, const struct request *request, json_object **row_r)
{
	struct outcome outcome;
	const struct wb_feed *feed = &outcome.feed;
	enum wb_status status = sync_feed(cli, request, &outcome);

	if (cli->json)
		*row_r = outcome_json(request, &outcome, status);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "feed %.60s: %s; nothing was changed", request->name, outcome.error.text);
	if (cli->json)
		return CLI_DONE;
	printf("feed %s: %llu added, %llu kept, %llu removed", feed->name, (unsigned long long)feed->added,
	    (unsigned long long)feed->kept, (unsigned long long)feed->removed);
	if (outcome.file.bad > 0)
		printf(", %zu bad line%s left out", outcome.file.bad, outcome.file.bad == 1 ? "" : "s");
	puts("");
	return CLI_DONE;
}

/* All of the configuration: one that is refused does not hold up the others. */
static enum cli_exit sync_all(const struct cli *cli)
{
	json_object *rows = cli->json ? json_object_new_array() : NULL;
	enum cli_exit outcome = CLI_DONE;

	for (size_t i = 0; i < cli->config->feed_count; i++) {
		struct request request = configured(&cli->config->feeds[i]);
		json_object *row = NULL;
		struct wb_error error;
		enum cli_exit status;

		if (read_options(cli, &request, &error) != WB_OK)
			outcome = status = cli_fail(CLI_USAGE, "%s", error.text);
		else
			status = run_request(cli, &request, &row);
		if (status != CLI_DONE)
			outcome = status;
		if (row != NULL)
			json_object_array_add(rows, row);
		if (status == CLI_USAGE)
			break;
	}
	if (cli->json)
		print_json(rows);
	else if (cli->config->feed_count == 0)
		puts("no feed is configured: expected a section feed \"NAME\" { file = \"...\" category = \"...\" }");
	return outcome;
}

enum cli_exit cli_feed_sync(struct cli *cli)
{
	const char *name = cli->argc > 0 ? cli->argv[0] : NULL;
	const struct wb_feed_settings *feed = name == NULL ? NULL : wb_config_feed(cli->config, name);
	struct request request = { .name = name };
	json_object *row = NULL;
	struct wb_error error;
	enum cli_exit status;

	if (name == NULL &&
	    (cli->option[CLI_CATEGORY] != NULL || cli->option[CLI_SCOPE] != NULL || cli->option[CLI_TTL] != NULL))
		return cli_fail(CLI_USAGE, "--category, --scope and --ttl go with the name of a feed");
	if (name == NULL)
		return sync_all(cli);
	if (feed != NULL)
		request = configured(feed);
	if (cli->argc > 1)
		request.file = cli->argv[1];
	if (request.file == NULL)
		return cli_fail(CLI_USAGE,
		    "the configuration has no feed \"%.60s\": expected whyblock feed sync NAME FILE --category C", name);
	if (read_options(cli, &request, &error) != WB_OK)
		return cli_fail(CLI_USAGE, "%s", error.text);
	if (check_request(cli, &request, &error) != WB_OK)
		return cli_fail(request.category == NULL ? CLI_USAGE : CLI_BAD_DATA, "%s", error.text);
	status = run_request(cli, &request, &row);
	if (row != NULL)
		print_json(row);
	return status;
}

struct rows {
	const struct cli *cli;
	json_object *json; /* NULL for people */
	size_t count;
};

static const char *format_span(int64_t span_s, char *buffer, size_t size)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 'd', 86400 }, { 'h', 3600 }, { 'm', 60 }, { 's', 1 } };

	snprintf(buffer, size, "-");
	for (size_t i = 0; span_s > 0 && i < sizeof(units) / sizeof(units[0]); i++) {
		if (span_s % units[i].seconds == 0) {
			snprintf(buffer, size, "%lld%c", (long long)(span_s / units[i].seconds), units[i].unit);
			break;
		}
	}
	return buffer;
}

static bool add_row(void *context, const struct wb_feed *feed)
{
	struct rows *rows = context;
	char synced[WB_TIMESTAMP_TEXT_SIZE], ttl[24];

	wb_timestamp_format(feed->synced_at_s, synced);
	if (rows->json != NULL) {
		json_object *row = json_object_new_object();

		json_object_object_add(row, "feed", json_object_new_string(feed->name));
		json_object_object_add(row, "category", json_object_new_string(feed->category));
		json_object_object_add(row, "scope", json_object_new_string(wb_scope_name(feed->scope)));
		json_object_object_add(row, "ttl", feed->ttl_s == 0 ? NULL : json_object_new_int64(feed->ttl_s));
		json_object_object_add(row, "synced", feed->synced_at_s == 0 ? NULL : json_object_new_string(synced));
		add_counts(row, feed);
		json_object_object_add(
		    row, "configured", json_object_new_boolean(wb_config_feed(rows->cli->config, feed->name) != NULL));
		json_object_array_add(rows->json, row);
	} else {
		if (rows->count == 0)
			printf("%-20s %-12s %-8s %-6s %-21s %9s %9s %9s %9s\n", "FEED", "CATEGORY", "SCOPE", "TTL", "SYNCED",
			    "LISTINGS", "ADDED", "KEPT", "REMOVED");
		printf("%-20s %-12s %-8s %-6s %-21s %9llu %9llu %9llu %9llu\n", feed->name, feed->category,
		    wb_scope_name(feed->scope), format_span(feed->ttl_s, ttl, sizeof(ttl)),
		    feed->synced_at_s == 0 ? "never" : synced, (unsigned long long)feed->listings,
		    (unsigned long long)feed->added, (unsigned long long)feed->kept, (unsigned long long)feed->removed);
	}
	rows->count++;
	return true;
}

/* Looks for one name among the feeds of the store. */
struct search {
	const char *name;
	bool found;
};

static bool find_name(void *context, const struct wb_feed *feed)
{
	struct search *search = context;

	search->found = strcmp(feed->name, search->name) == 0;
	return !search->found;
}

/* Those of the configuration that were never synced: a row without a time. */
static enum wb_status add_missing(struct rows *rows, struct wb_error *error_r)
{
	const struct wb_config *config = rows->cli->config;
	enum wb_status status = WB_OK;
	size_t unreadable;

	for (size_t i = 0; i < config->feed_count && status == WB_OK; i++) {
		struct search search = { config->feeds[i].name, false };
		struct wb_feed feed = { .scope = (enum wb_scope)config->feeds[i].scope, .ttl_s = config->feeds[i].ttl_s };

		status = wb_feeds_walk(config->policy.store, find_name, &search, &unreadable, error_r);
		wb_text_copy(feed.name, sizeof(feed.name), config->feeds[i].name);
		wb_text_copy(feed.category, sizeof(feed.category), config->feeds[i].category_id);
		if (status == WB_OK && !search.found)
			add_row(rows, &feed);
	}
	return status;
}

enum cli_exit cli_feed_list(struct cli *cli)
{
	struct rows rows = { .cli = cli, .json = cli->json ? json_object_new_array() : NULL };
	struct wb_error error;
	size_t unreadable = 0;
	enum wb_status status = wb_feeds_walk(cli->config->policy.store, add_row, &rows, &unreadable, &error);

	if (status == WB_OK)
		status = add_missing(&rows, &error);
	if (rows.json != NULL)
		print_json(rows.json);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (unreadable > 0)
		return cli_fail(CLI_IO, "%zu records of feeds cannot be read and were skipped", unreadable);
	if (rows.count == 0 && !cli->json)
		puts("there are no feeds");
	return CLI_DONE;
}

enum cli_exit cli_feed_drop(struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	const char *name = cli->argv[0];
	const char *why = cli->option[CLI_REASON] != NULL ? cli->option[CLI_REASON] : "";
	struct wb_listing_writer *writer = NULL;
	struct wb_error error;
	size_t removed = 0;
	enum wb_status status = wb_listing_check_feed_name(name, &error);

	if (status == WB_OK)
		status = wb_listing_check_reason(why, &error);
	if (status == WB_OK)
		status = wb_listing_writer_open(cli->config->policy.store, &writer, &error);
	if (status == WB_OK)
		status = wb_feed_drop(writer, &change, name, why, &removed, &error);
	if (status == WB_OK)
		status = wb_listing_commit(writer, &error);
	wb_listing_writer_close(&writer);
	if (status != WB_OK && status != WB_NOT_FOUND)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (cli->json)
		printf("{\"feed\":\"%s\",\"removed\":%zu}\n", name, removed);
	else if (status == WB_NOT_FOUND)
		printf("there is no feed %s: see whyblock feed list\n", name);
	else
		printf("feed %s: %zu removed%s\n", name, removed,
		    wb_config_feed(cli->config, name) != NULL ? "; its section of the configuration will bring it back" : "");
	return cli_exit_of(status);
}
