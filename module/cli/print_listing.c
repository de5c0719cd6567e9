/* print_listing.c - see print_listing.h */
#include "cli/print_listing.h"

#include <ctype.h>
#include <json-c/json.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "desk/feed_guard.h"
#include "verdict/exempt.h"

/* As the person logged in, made fit for a source. buffer: WB_HISTORY_LOGIN_SIZE bytes. */
static void find_login(char *buffer)
{
	const char *name = getlogin();
	struct passwd *user;

	if (name == NULL)
		name = getenv("SUDO_USER");
	if (name == NULL && (user = getpwuid(getuid())) != NULL)
		name = user->pw_name;
	snprintf(buffer, WB_HISTORY_LOGIN_SIZE, "%.50s", name != NULL && name[0] != '\0' ? name : "unknown");
	for (char *c = buffer; *c != '\0'; c++) {
		if (!isalnum((unsigned char)*c) && strchr(":._@+-", *c) == NULL)
			*c = '_';
	}
}

void cli_default_source(char *buffer)
{
	char login[WB_HISTORY_LOGIN_SIZE];

	find_login(login);
	snprintf(buffer, WB_LISTING_SOURCE_SIZE, WB_LISTING_SOURCE_STAFF "%s", login);
}

struct wb_change cli_change(const struct cli *cli)
{
	/* Not the time of --at: history says when it was done. */
	struct wb_change change = {
		.at_s = (int64_t)time(NULL), .uid = (uint32_t)getuid(), .keep_s = cli->config->history_keep_s
	};

	find_login(change.login);
	return change;
}

static enum wb_status check_coverage(const struct wb_config *config, const struct wb_prefix *prefix, struct wb_error *error_r)
{
	static const char *const loopback[] = { "127.0.0.0/8", "::1/128" };
	unsigned shortest = wb_prefix_is_v4(prefix) ? WB_FEED_GUARD_SHORTEST_V4 : WB_FEED_GUARD_SHORTEST_V6;
	const struct wb_prefix *exempt = wb_exempt_overlap(&config->policy.exempt, prefix);
	char text[WB_PREFIX_TEXT_SIZE], network[WB_PREFIX_TEXT_SIZE];
	struct wb_prefix local;

	wb_prefix_format(prefix, text);
	if (wb_prefix_length(prefix) < shortest)
		return wb_fail(error_r, WB_INVALID,
		    "%s is shorter than /%u and would block very many hosts: expected a longer prefix, or --force", text,
		    shortest);
	for (size_t i = 0; i < sizeof(loopback) / sizeof(loopback[0]); i++) {
		if (wb_prefix_parse(loopback[i], &local, NULL) == WB_OK && wb_prefix_overlaps(&local, prefix))
			return wb_fail(error_r, WB_INVALID,
			    "%s covers this host itself (%s): expected another prefix, or --force", text, loopback[i]);
	}
	if (exempt != NULL) {
		wb_prefix_format(exempt, network);
		return wb_fail(error_r, WB_INVALID,
		    "%s overlaps %s, which exempt.hosts exempts: expected another prefix, or --force", text, network);
	}
	return WB_OK;
}

enum wb_status cli_check_listing(
    const struct wb_config *config, const struct wb_listing *listing, bool force, struct wb_error *error_r)
{
	bool allows = strcmp(listing->category, WB_CATEGORY_ALLOW) == 0;
	char known[256];
	struct wb_text text;

	if (!allows && wb_policy_category(&config->policy, listing->category) == NULL) {
		wb_text_open(&text, known, sizeof(known));
		for (size_t i = 0; i < config->policy.category_count; i++)
			wb_text_addf(&text, "%s, ", config->policy.categories[i].id);
		return wb_fail(error_r, WB_INVALID, "unknown category \"%.40s\": expected one of %s%s", listing->category,
		    known, WB_CATEGORY_ALLOW);
	}
	if (wb_listing_check(listing, error_r) != WB_OK)
		return WB_INVALID;
	return allows || force ? WB_OK : check_coverage(config, &listing->prefix, error_r);
}

/* A listing's fields as text, for both kinds of output. */
struct fields {
	char prefix[WB_PREFIX_TEXT_SIZE];
	char created[WB_TIMESTAMP_TEXT_SIZE];
	char expires[WB_TIMESTAMP_TEXT_SIZE];
};

static struct fields format_fields(const struct wb_listing *listing)
{
	struct fields fields = { .prefix = "" };

	wb_prefix_format(&listing->prefix, fields.prefix);
	wb_timestamp_format(listing->created_at_s, fields.created);
	wb_timestamp_format(listing->expires_at_s, fields.expires);
	return fields;
}

static void print_json(const struct wb_listing *listing)
{
	struct fields fields = format_fields(listing);
	json_object *object = json_object_new_object();

	json_object_object_add(object, "prefix", json_object_new_string(fields.prefix));
	json_object_object_add(object, "category", json_object_new_string(listing->category));
	json_object_object_add(object, "scope", json_object_new_string(wb_scope_name(listing->scope)));
	json_object_object_add(object, "source", json_object_new_string(listing->source));
	json_object_object_add(object, "created", json_object_new_string(fields.created));
	json_object_object_add(object, "expires", listing->expires_at_s == 0 ? NULL : json_object_new_string(fields.expires));
	json_object_object_add(object, "reason", json_object_new_string(listing->reason));
	fputs(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE), stdout);
	json_object_put(object);
}

void cli_rows_begin(struct cli_rows *rows)
{
	if (rows->json)
		fputs("[", stdout);
}

bool cli_rows_add(void *context, const struct wb_listing *listing)
{
	struct cli_rows *rows = context;
	struct fields fields = format_fields(listing);
	bool active = wb_listing_is_active(listing, rows->now_s);

	rows->active += active;
	if (rows->json) {
		fputs(rows->count++ > 0 ? ",\n" : "\n", stdout);
		print_json(listing);
		return true;
	}
	if (rows->count++ == 0)
		printf("%-20s %-12s %-8s %-20s %-21s %-21s %s\n", "PREFIX", "CATEGORY", "SCOPE", "SOURCE", "CREATED", "EXPIRES",
		    "REASON");
	printf("%-20s %-12s %-8s %-20s %-21s %-21s %s%s\n", fields.prefix, listing->category, wb_scope_name(listing->scope),
	    listing->source, fields.created, listing->expires_at_s == 0 ? "never" : fields.expires, active ? "" : "(expired) ",
	    listing->reason);
	return true;
}

void cli_rows_end(struct cli_rows *rows, size_t unreadable)
{
	if (rows->json)
		puts(rows->count > 0 ? "\n]" : "]");
	if (unreadable > 0)
		cli_fail(CLI_IO, "%zu records of the store cannot be read and were skipped", unreadable);
}

bool cli_print_tabs(void *context, const struct wb_listing *listing)
{
	struct fields fields = format_fields(listing);

	(void)context;
	printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\n", fields.prefix, listing->category, wb_scope_name(listing->scope), listing->source,
	    fields.created, fields.expires, listing->reason[0] != '\0' ? listing->reason : "-");
	return true;
}
