/* verb_ref.c - whyblock ref: what a reference stands for, whether it is genuine, and how things are now; ref rotate */
#include "verdict/reference.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/print_explain.h"
#include "store/listings.h"
#include "verdict/check.h"

#define CODE_TEXT_SIZE 1024

/* What a genuine code says, in words. */
struct story {
	struct wb_reference reference;
	size_t key;       /* which one sealed it, from 0 */
	size_t key_count; /* of the file */
	char code[WB_REFERENCE_TEXT_SIZE];
	char time[WB_TIMESTAMP_TEXT_SIZE];
	char client[WB_PREFIX_TEXT_SIZE];
	char categories[256]; /* with this hash: one, unless check-config warns; empty: the configuration has none */
};

/* The code may have been given in several words. */
static bool join_words(const struct cli *cli, char *buffer)
{
	struct wb_text text;

	wb_text_open(&text, buffer, CODE_TEXT_SIZE);
	for (int i = 0; i < cli->argc; i++)
		wb_text_addf(&text, "%s%s", i > 0 ? " " : "", cli->argv[i]);
	return !text.truncated;
}

static void name_categories(const struct wb_config *config, uint16_t hash, char *buffer, size_t size)
{
	struct wb_text text;

	wb_text_open(&text, buffer, size);
	for (size_t i = 0; i < config->policy.category_count; i++) {
		if (wb_reference_category_hash(config->policy.categories[i].id) == hash)
			wb_text_addf(&text, "%s%s", text.length > 0 ? " or " : "", config->policy.categories[i].id);
	}
}

static void tell(const struct wb_config *config, const struct wb_reference_keys *keys, struct story *story)
{
	const struct wb_reference *reference = &story->reference;
	struct wb_reference_keys used = { .count = 1 };

	memcpy(used.bytes[0], keys->bytes[story->key], WB_REFERENCE_KEY_BYTES);
	story->key_count = keys->count;
	wb_reference_format(&used, reference, story->code);
	wb_timestamp_format(reference->at_s, story->time);
	wb_prefix_format_short(&reference->client, story->client);
	name_categories(config, reference->category_hash, story->categories, sizeof(story->categories));
}

/* Listings of parts of an IPv6 client's /64: whether one of them was for the client the code does not say. */
struct inside {
	struct wb_prefix prefix;
	int64_t now_s;
	json_object *rows;
	size_t active;
};

static bool add_inside(void *context, const struct wb_listing *listing)
{
	struct inside *inside = context;
	bool active = wb_listing_is_active(listing, inside->now_s);
	char prefix[WB_PREFIX_TEXT_SIZE];
	json_object *row;

	wb_prefix_format(&listing->prefix, prefix);
	row = json_object_new_object();
	json_object_object_add(row, "prefix", json_object_new_string(prefix));
	json_object_object_add(row, "category", json_object_new_string(listing->category));
	json_object_object_add(row, "source", json_object_new_string(listing->source));
	json_object_object_add(row, "reason", json_object_new_string(listing->reason));
	json_object_object_add(row, "counts", json_object_new_boolean(active));
	json_object_array_add(inside->rows, row);
	inside->active += active;
	return true;
}

static const char *text_of(json_object *row, const char *key)
{
	return json_object_get_string(json_object_object_get(row, key));
}

static void print_inside(const struct inside *inside)
{
	if (json_object_array_length(inside->rows) > 0)
		puts("\nListings inside the /64");
	for (size_t i = 0; i < json_object_array_length(inside->rows); i++) {
		json_object *row = json_object_array_get_idx(inside->rows, i);

		printf("  %-24s %-12s %s, %s%s\n", text_of(row, "source"), text_of(row, "category"), text_of(row, "prefix"),
		    text_of(row, "reason"),
		    json_object_get_boolean(json_object_object_get(row, "counts")) ? "" : "; does not count: expired");
	}
}

/* What has become of it: "yes", "no", or NULL when it depends on which address of the /64 it was. */
static const char *blocked_now(const struct wb_outcome *outcome, const struct inside *inside)
{
	if (outcome->action >= WB_DEFER)
		return "yes";
	return inside->active > 0 ? NULL : "no";
}

static void print_now(const struct wb_outcome *outcome, const struct inside *inside)
{
	const char *blocked = blocked_now(outcome, inside);
	char action[64] = "";
	struct wb_text text;

	wb_text_open(&text, action, sizeof(action));
	if (outcome->verdict.category != NULL)
		wb_text_addf(&text, ": %s as %s", wb_action_name(outcome->verdict.action), outcome->verdict.category->id);
	if (blocked == NULL)
		puts("Now        depends on the address: listings below count for parts of the /64");
	else
		printf("Now        %s%s\n", strcmp(blocked, "yes") == 0 ? "still blocked" : "not blocked any more", action);
}

static void print_people(const struct story *story, const struct wb_outcome *outcome, const struct inside *inside)
{
	char no_reply[] = "";

	printf("Reference  %s\n", story->code);
	printf("Genuine    yes, sealed by key %zu of %zu%s\n", story->key + 1, story->key_count,
	    story->key == 0 ? ", which signs now" : "");
	printf("Time       %s, to the minute\n", story->time);
	printf("Client     %s%s\n", story->client,
	    wb_prefix_is_v4(&story->reference.client) ? "" : ", which is all that the code holds of the address");
	printf("Category   %s\n",
	    story->categories[0] != '\0' ? story->categories : "unknown: the configuration does not have it any more");
	printf("Action     %s\n", wb_action_name(story->reference.action));
	print_now(outcome, inside);
	puts("\nAs of now");
	cli_explain_print(outcome, no_reply);
	print_inside(inside);
}

static void print_json(const struct story *story, const struct wb_outcome *outcome, const struct inside *inside)
{
	json_object *object = json_object_new_object();
	const char *blocked = blocked_now(outcome, inside);
	char no_reply[] = "";

	json_object_object_add(object, "reference", json_object_new_string(story->code));
	json_object_object_add(object, "genuine", json_object_new_boolean(true));
	json_object_object_add(object, "key", json_object_new_int64((int64_t)story->key + 1));
	json_object_object_add(object, "keys", json_object_new_int64((int64_t)story->key_count));
	json_object_object_add(object, "time", json_object_new_string(story->time));
	json_object_object_add(object, "client", json_object_new_string(story->client));
	json_object_object_add(
	    object, "category", story->categories[0] != '\0' ? json_object_new_string(story->categories) : NULL);
	json_object_object_add(object, "action", json_object_new_string(wb_action_name(story->reference.action)));
	json_object_object_add(
	    object, "blocked_now", blocked == NULL ? NULL : json_object_new_boolean(strcmp(blocked, "yes") == 0));
	json_object_object_add(object, "now", cli_explain_json(outcome, no_reply));
	json_object_object_add(object, "inside", json_object_get(inside->rows));
	cli_print_json(object);
}

static enum cli_exit print_forged(const struct cli *cli, const char *why)
{
	char clean[WB_ERROR_SIZE];
	json_object *object;

	wb_text_copy_utf8(clean, sizeof(clean), why, strlen(why));
	if (cli->json) {
		object = json_object_new_object();
		json_object_object_add(object, "genuine", json_object_new_boolean(false));
		json_object_object_add(object, "why", json_object_new_string(clean));
		cli_print_json(object);
	} else {
		printf("Genuine    no: %s\n", clean);
	}
	return CLI_NO;
}

/* The same way as Exim goes: for IPv6 with the first address of the /64, for which all that is known of the whole /64 counts. */
static enum cli_exit print_genuine(const struct cli *cli, const struct story *story)
{
	const struct wb_check_options options = {
		.at_s = cli->option[CLI_AT] != NULL ? cli->now_s : 0,
		.skip_dns = cli->option[CLI_NO_DNS] != NULL,
		.wait_for_all = true,
	};
	const struct wb_query query = { .client = story->reference.client.address };
	struct inside inside = { .prefix = story->reference.client, .now_s = cli->now_s, .rows = json_object_new_array() };
	struct wb_check *check = NULL;
	struct wb_error error = { "out of memory" };
	enum wb_status status = wb_check_open(&cli->config->policy, NULL, &options, &check);
	size_t unreadable;

	if (status == WB_OK && !wb_prefix_is_v4(&inside.prefix))
		status =
		    wb_listing_walk_inside(cli->config->policy.store, &inside.prefix, add_inside, &inside, &unreadable, &error);
	if (status == WB_OK)
		(cli->json ? print_json : print_people)(story, wb_check_run(check, &query), &inside);
	wb_check_close(&check);
	json_object_put(inside.rows);
	return status == WB_OK ? CLI_DONE : cli_fail(CLI_IO, "%s", error.text);
}

enum cli_exit cli_ref(struct cli *cli)
{
	const char *path = cli->config->policy.reference_key;
	char text[CODE_TEXT_SIZE];
	struct wb_reference_keys keys;
	struct story story;
	struct wb_error error;
	enum wb_status status = wb_reference_keys_read(path, &keys, &error);

	if (status == WB_NOT_FOUND)
		return cli_fail(CLI_IO, "reference key %s: there is no such file: make it with whyblock init", path);
	if (status != WB_OK)
		return cli_fail(CLI_IO, "%s", error.text);
	if (!join_words(cli, text))
		return print_forged(cli, "this is too long for a reference");
	status = wb_reference_parse(&keys, text, &story.reference, &story.key, &error);
	if (status == WB_NOT_FOUND)
		return print_forged(cli, "no key of this site sealed it; is there a typing mistake?");
	if (status != WB_OK)
		return print_forged(cli, error.text);
	tell(cli->config, &keys, &story);
	return print_genuine(cli, &story);
}

enum cli_exit cli_ref_rotate(struct cli *cli)
{
	const char *path = cli->config->policy.reference_key;
	struct wb_error error;
	json_object *object;
	size_t count;
	enum wb_status status = wb_reference_keys_rotate(path, cli->now_s, &count, &error);

	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	if (!cli->json) {
		printf("%s: a new key signs from now on, %zu keys verify\n", path, count);
		return CLI_DONE;
	}
	object = json_object_new_object();
	json_object_object_add(object, "reference_key", json_object_new_string(path));
	json_object_object_add(object, "keys", json_object_new_int64((int64_t)count));
	cli_print_json(object);
	return CLI_DONE;
}
