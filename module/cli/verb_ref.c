/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* verb_ref.c - whyblock ref: what a reference stands for, whether it is genuine, and how things are now; ref rotate */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/code_text.h"
#include "cli/owner.h"
#include "cli/print_case.h"
#include "cli/print_explain.h"
#include "cli/print_json.h"
#include "cli/print_removal.h"
#include "cli/print_wrapped.h"
#include "desk/case_reference.h"
#include "desk/ref.h"
#include "store/case_find.h"
#include "store/key_copy.h"

/* A genuine code in words. */
struct ref_words {
	char time[WB_TIMESTAMP_TEXT_SIZE], client[WB_PREFIX_TEXT_SIZE];
	char categories[256]; /* "spam or virus"; empty: the configuration has none */
};

static void word_ref(const struct cli *cli, const struct wb_ref *ref, struct ref_words *words_r)
{
	const struct wb_category *category;
	struct wb_text text;

	wb_timestamp_format(ref->reference.at_s, words_r->time);
	wb_prefix_format_short(&ref->reference.client, words_r->client);
	wb_text_open(&text, words_r->categories, sizeof(words_r->categories));
	for (size_t n = 0; (category = wb_ref_category(&cli->config->policy, ref, n)) != NULL; n++)
		wb_text_addf(&text, "%s%s", n > 0 ? " or " : "", category->id);
}

/* What the agent remembers of it, while its cases are walked through. */
struct remembered_ref {
	const struct wb_ref *ref;
	json_object *json; /* of the case; NULL: text is printed, or none was found */
	bool is_json;
};

static bool take_case(void *context, const struct wb_case *remembered)
{
	struct remembered_ref *found = context;

	if (!wb_case_is_of_reference(remembered, &found->ref->reference))
		return true;
	if (found->is_json) {
		found->json = cli_case_json(remembered);
	} else {
		puts("\nWhat happened");
		cli_case_print(remembered, NULL);
	}
	return false;
}

/* The code is as good without it: nothing is said where nothing is remembered, or can be read. */
static json_object *find_case(const struct cli *cli, const struct wb_ref *ref)
{
	const struct wb_case_query query = { .client = &ref->reference.client };
	struct remembered_ref found = { .ref = ref, .is_json = cli->json };
	size_t unreadable;

	wb_case_find(cli->config->policy.store, &query, take_case, &found, &unreadable, NULL);
	return found.json;
}

static void print_ref_text(const struct cli *cli, const struct wb_ref *ref)
{
	const struct wb_verdict *verdict = &ref->outcome->verdict;
	char no_reply[] = "", prefix[WB_PREFIX_TEXT_SIZE], action[64] = "", unseen[512];
	struct ref_words words;
	struct wb_text text;

	word_ref(cli, ref, &words);
	printf("Reference  %s\n", ref->code);
	printf("Genuine    yes, sealed by key %zu of %zu%s\n", ref->key + 1, ref->key_count,
	    ref->key == 0 ? ", which signs now" : "");
	printf("Time       %s, to the minute\n", words.time);
	printf("Client     %s%s\n", words.client,
	    wb_prefix_is_host(&ref->reference.client) ? "" : ", which is all that a code of this form holds of the address");
	printf("Category   %s\n",
	    words.categories[0] != '\0' ? words.categories : "unknown: the configuration does not have it any more");
	printf("Action     %s\n", wb_action_name(ref->reference.action));
	wb_text_open(&text, action, sizeof(action));
	if (verdict->category != NULL)
		wb_text_addf(&text, ": %s as %s", wb_action_name(verdict->action), verdict->category->id);
	switch (ref->now) {
	case WB_REF_BLOCKED:
		printf("Now        still blocked%s\n", action);
		break;
	case WB_REF_NOT_BLOCKED:
		printf("Now        not blocked any more%s\n", action);
		break;
	case WB_REF_DEPENDS_ON_MAIL:
		wb_text_open(&text, unseen, sizeof(unseen));
		wb_text_addf(&text, "depends on the mail%s: nothing stands against the host; ", action);
		cli_removal_say_unseen(&ref->unseen, &text);
		printf("Now        ");
		cli_print_wrapped(unseen, 11, "");
		break;
	case WB_REF_DEPENDS:
		puts("Now        depends on the address: listings below count for parts of the /64");
		break;
	}

	find_case(cli, ref);
	puts("\nAs of now");
	cli_explain_print(ref->outcome, no_reply);
	if (ref->inside_count > 0)
		puts("\nListings inside the /64");
	for (size_t i = 0; i < ref->inside_count; i++) {
		const struct wb_listing *listing = &ref->inside[i];

		wb_prefix_format(&listing->prefix, prefix);
		printf("  %-24s %-12s %s, %s%s\n", listing->source, listing->category, prefix, listing->reason,
		    wb_listing_is_active(listing, cli->now_s) ? "" : "; does not count: expired");
	}
}

static void print_ref_json(const struct cli *cli, const struct wb_ref *ref)
{
	json_object *object = json_object_new_object();
	json_object *inside = json_object_new_array();
	char no_reply[] = "", prefix[WB_PREFIX_TEXT_SIZE];
	struct ref_words words;

	word_ref(cli, ref, &words);
	json_object_object_add(object, "reference", json_object_new_string(ref->code));
	json_object_object_add(object, "genuine", json_object_new_boolean(true));
	json_object_object_add(object, "key", json_object_new_int64((int64_t)ref->key + 1));
	json_object_object_add(object, "keys", json_object_new_int64((int64_t)ref->key_count));
	json_object_object_add(object, "time", json_object_new_string(words.time));
	json_object_object_add(object, "client", json_object_new_string(words.client));
	json_object_object_add(object, "category", cli_json_text(words.categories));
	json_object_object_add(object, "action", json_object_new_string(wb_action_name(ref->reference.action)));
	json_object_object_add(object, "blocked_now",
	    ref->now == WB_REF_DEPENDS || ref->now == WB_REF_DEPENDS_ON_MAIL
		? NULL
		: json_object_new_boolean(ref->now == WB_REF_BLOCKED));
	json_object_object_add(object, "rule", cli_removal_rule_json(&ref->unseen));
	json_object_object_add(object, "case", find_case(cli, ref));
	json_object_object_add(object, "now", cli_explain_json(ref->outcome, no_reply));
	for (size_t i = 0; i < ref->inside_count; i++) {
		const struct wb_listing *listing = &ref->inside[i];
		json_object *row = json_object_new_object();

		wb_prefix_format(&listing->prefix, prefix);
		json_object_object_add(row, "prefix", json_object_new_string(prefix));
		json_object_object_add(row, "category", json_object_new_string(listing->category));
		json_object_object_add(row, "source", json_object_new_string(listing->source));
		json_object_object_add(row, "reason", json_object_new_string(listing->reason));
		json_object_object_add(row, "counts", json_object_new_boolean(wb_listing_is_active(listing, cli->now_s)));
		json_object_array_add(inside, row);
	}
	json_object_object_add(object, "inside", inside);
	cli_json_print_pretty(object);
}

static enum cli_exit print_forged(const struct cli *cli, const char *why)
{
	char clean[WB_ERROR_SIZE];
	json_object *object;

	wb_text_copy_message(clean, sizeof(clean), why);
	if (cli->json) {
		object = json_object_new_object();
		json_object_object_add(object, "genuine", json_object_new_boolean(false));
		json_object_object_add(object, "why", json_object_new_string(clean));
		cli_json_print_pretty(object);
	} else {
		printf("Genuine    no: %s\n", clean);
	}
	return CLI_NO;
}

enum cli_exit cli_ref(struct cli *cli)
{
	const struct wb_check_options options = {
		.at_s = cli->option[CLI_AT] != NULL ? cli->now_s : 0,
		.skip_dns = cli->option[CLI_NO_DNS] != NULL,
		.wait_for_all = true,
		.locate = true,
	};
	static char code[CLI_CODE_TEXT_SIZE]; /* pages that need not be of the stack */
	struct wb_text text;
	struct wb_ref ref;
	struct wb_error error;
	enum cli_exit status = CLI_DONE;

	cli_code_text_read(cli, code, &text);

	/* The key is looked at first: without it nothing can be said of any code, be it too long. */
	switch (wb_ref_open(cli->config, code, &options, cli->now_s, &ref, &error)) {
	case WB_OK:
		(cli->json ? print_ref_json : print_ref_text)(cli, &ref);
		break;
	case WB_NOT_FOUND:
		status = print_forged(cli, "no key of this site sealed it; check it for a typing error");
		break;
	case WB_INVALID:
		status = print_forged(cli, text.truncated ? "this is too long for a reference" : error.text);
		break;
	case WB_UNAVAILABLE:
	case WB_NO_MEMORY:
	case WB_NOT_IN_FORCE: /* nothing is changed here */
		status = cli_fail(CLI_IO, "%s", error.text);
		break;
	}
	wb_ref_close(&ref);
	return status;
}

enum cli_exit cli_ref_rotate(struct cli *cli)
{
	const char *path = cli->config->policy.reference_key;
	struct wb_error error;
	json_object *object;
	size_t count;
	bool finished;
	enum wb_status status = wb_reference_keys_rotate(path, cli->now_s, &count, &error);
	enum cli_exit owner;

	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	/* The file is root's, what Exim reads of it the store's. */
	owner = cli_owner_become(cli, cli->verb, &finished);
	if (owner != CLI_DONE)
		return owner;
	status = wb_key_copy_publish(wb_policy_folder(&cli->config->policy), path, &error);
	if (status != WB_OK)
		return cli_fail(CLI_IO, "%s: a new key signs once it is in force, see whyblock apply: %s", path, error.text);
	if (!cli->json) {
		printf("%s: a new key signs from now on, %zu keys verify\n", path, count);
		return CLI_DONE;
	}
	object = json_object_new_object();
	json_object_object_add(object, "reference_key", json_object_new_string(path));
	json_object_object_add(object, "keys", json_object_new_int64((int64_t)count));
	cli_json_print_pretty(object);
	return CLI_DONE;
}
