/* verb_list_add.c - whyblock list add: for longer after a removal on request */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/timestamp.h"
#include "cli/cli.h"
#include "cli/print_listing.h"
#include "desk/relist.h"
#include "store/listings.h"

/* --ttl or --expires as Unix time; 0 when neither is given. */
static enum wb_status read_expiry(const struct cli *cli, int64_t *expires_at_s_r, struct wb_error *error_r)
{
	enum wb_status status = WB_OK;

	*expires_at_s_r = 0;
	if (cli->option[CLI_TTL] != NULL && cli->option[CLI_EXPIRES] != NULL)
		return wb_fail(error_r, WB_INVALID, "--ttl and --expires together: expected one of them");
	if (cli->option[CLI_TTL] != NULL) {
		status = wb_span_parse(cli->option[CLI_TTL], expires_at_s_r, error_r);
		*expires_at_s_r += cli->now_s;
	} else if (cli->option[CLI_EXPIRES] != NULL) {
		status = wb_timestamp_parse(cli->option[CLI_EXPIRES], expires_at_s_r, error_r);
		if (status == WB_OK && *expires_at_s_r <= cli->now_s)
			return wb_fail(error_r, WB_INVALID, "--expires %s is in the past: expected a later time",
			    cli->option[CLI_EXPIRES]);
	}
	return status;
}

static enum wb_status read_listing(const struct cli *cli, struct wb_listing *listing_r, struct wb_error *error_r)
{
	const char *reason = cli->option[CLI_REASON];
	const char *source = cli->option[CLI_SOURCE];

	memset(listing_r, 0, sizeof(*listing_r));
	listing_r->created_at_s = cli->now_s;
	if (reason == NULL || reason[0] == '\0')
		return wb_fail(error_r, WB_INVALID, "--reason is missing: whoever asks why will want to know");
	if (wb_prefix_parse(cli->argv[0], &listing_r->prefix, error_r) != WB_OK ||
	    read_expiry(cli, &listing_r->expires_at_s, error_r) != WB_OK)
		return WB_INVALID;
	if (cli->option[CLI_SCOPE] != NULL && !wb_scope_parse(cli->option[CLI_SCOPE], &listing_r->scope))
		return wb_fail(
		    error_r, WB_INVALID, "--scope \"%.40s\": expected host, range or network", cli->option[CLI_SCOPE]);
	if (source != NULL && strchr(source, ':') == NULL)
		snprintf(listing_r->source, sizeof(listing_r->source), WB_LISTING_SOURCE_STAFF "%s", source);
	else if (source != NULL)
		wb_text_copy(listing_r->source, sizeof(listing_r->source), source);
	else
		cli_default_source(listing_r->source);
	if (source != NULL && strlen(source) > WB_LISTING_SOURCE_SIZE - 8)
		return wb_fail(error_r, WB_INVALID, "--source has %zu characters: expected at most %d", strlen(source),
		    WB_LISTING_SOURCE_SIZE - 8);
	if (!wb_text_copy(listing_r->category, sizeof(listing_r->category), cli->argv[1]))
		return wb_fail(error_r, WB_INVALID, "unknown category \"%.40s\"", cli->argv[1]);
	if (!wb_text_copy(listing_r->reason, sizeof(listing_r->reason), reason))
		return wb_fail(error_r, WB_INVALID, "--reason has %zu bytes: expected at most %d", strlen(reason),
		    WB_LISTING_REASON_SIZE - 1);
	return cli_check_listing(cli->config, listing_r, cli->option[CLI_FORCE] != NULL, error_r);
}

/* A listing on its way in, and what is to be said about it. */
struct addition {
	struct wb_listing listing;
	int64_t asked_s; /* by --ttl; 0: it was not given */
	struct wb_relist relist;
	bool replaced;
	struct wb_listing allow; /* of all of it, and wins; source is empty when there is none */
};

/*
 * A host that was removed on request before stays listed for longer. What cannot be read makes nothing longer, and keeps nobody
 * from listing a host.
 */
static void lengthen(const struct cli *cli, struct addition *addition)
{
	struct wb_listing *listing = &addition->listing;
	struct wb_error error;
	size_t unreadable = 0;

	if (cli->option[CLI_TTL] != NULL)
		addition->asked_s = listing->expires_at_s - listing->created_at_s;
	if (strcmp(listing->category, WB_CATEGORY_ALLOW) == 0)
		return;
	addition->relist = (struct wb_relist){ .prefix = listing->prefix, .before_s = cli->now_s };
	if (wb_request_walk(
		cli->config->policy.store, &listing->prefix, wb_relist_count, &addition->relist, &unreadable, &error) != WB_OK)
		fprintf(stderr, "whyblock: earlier removals are not known: %s\n", error.text);
	if (addition->asked_s > 0)
		listing->expires_at_s = listing->created_at_s +
		    wb_relist_span(addition->asked_s, addition->relist.removals, cli->config->removal.relist_milli);
}

/* A wb_listing_visit: allow always wins, so that what is added under it counts only when it is over. */
static bool note_allow(void *context, const struct wb_listing *found)
{
	struct addition *addition = context;

	if (strcmp(found->category, WB_CATEGORY_ALLOW) != 0 ||
	    found->prefix.prefix_bits > addition->listing.prefix.prefix_bits ||
	    !wb_listing_is_active(found, addition->listing.created_at_s))
		return true;
	addition->allow = *found;
	return false;
}

/* Without a word where it cannot be read: the listing itself is in. */
static void find_allow(const struct cli *cli, struct addition *addition)
{
	size_t unreadable;

	if (strcmp(addition->listing.category, WB_CATEGORY_ALLOW) != 0)
		wb_listing_find(
		    cli->config->policy.store, &addition->listing.prefix.address, note_allow, addition, &unreadable, NULL);
}

static void print_allow(const struct addition *addition)
{
	const struct wb_listing *allow = &addition->allow;
	char prefix[WB_PREFIX_TEXT_SIZE], expires[WB_TIMESTAMP_TEXT_SIZE];

	if (allow->source[0] == '\0')
		return;
	wb_prefix_format(&allow->prefix, prefix);
	wb_timestamp_format(allow->expires_at_s, expires);
	printf("it does not count while %s is allowed by %s, %s%s: to end that, whyblock list remove %s %s\n", prefix,
	    allow->source, allow->expires_at_s == 0 ? "without end" : "until ", allow->expires_at_s == 0 ? "" : expires, prefix,
	    WB_CATEGORY_ALLOW);
}

/* "60 days instead of 30: " in the largest unit that fits both. */
static void print_spans(int64_t span_s, int64_t asked_s)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = { { "days", 86400 }, { "hours", 3600 }, { "minutes", 60 }, { "seconds", 1 } };
	size_t i = 0;

	while (span_s % units[i].seconds != 0 || asked_s % units[i].seconds != 0)
		i++;
	printf("%lld %s instead of %lld: ", (long long)(span_s / units[i].seconds), units[i].name,
	    (long long)(asked_s / units[i].seconds));
}

static void print_removals(const struct addition *addition)
{
	const struct wb_relist *relist = &addition->relist;
	int64_t span_s = addition->listing.expires_at_s - addition->listing.created_at_s;
	char last[WB_TIMESTAMP_TEXT_SIZE];

	if (relist->removals == 0)
		return;
	fputs("; ", stdout);
	if (addition->asked_s > 0 && span_s != addition->asked_s)
		print_spans(span_s, addition->asked_s);
	if (relist->removals <= 2)
		printf("removed on request %s before", relist->removals == 1 ? "once" : "twice");
	else
		printf("removed on request %zu times before", relist->removals);
	wb_timestamp_format(relist->last_at_s, last);
	printf(" (%srequest %llu, %.10s)", relist->removals > 1 ? "the last time by " : "",
	    (unsigned long long)relist->last_number, last);
}

static void print_json(const struct addition *addition, const char *prefix, const char *expires)
{
	const struct wb_listing *listing = &addition->listing;
	const char *quote = listing->expires_at_s == 0 ? "" : "\"";

	printf("{\"prefix\":\"%s\",\"category\":\"%s\",\"source\":\"%s\",\"expires\":%s%s%s,\"replaced\":%s,"
	       "\"earlier_removals\":%zu,\"asked_ttl\":",
	    prefix, listing->category, listing->source, quote, listing->expires_at_s == 0 ? "null" : expires, quote,
	    addition->replaced ? "true" : "false", addition->relist.removals);
	if (addition->asked_s > 0)
		printf("%lld", (long long)addition->asked_s);
	else
		fputs("null", stdout);
	printf(",\"allowed\":%s}\n", addition->allow.source[0] != '\0' ? "true" : "false");
}

static void print_added(const struct cli *cli, const struct addition *addition)
{
	const struct wb_listing *listing = &addition->listing;
	char prefix[WB_PREFIX_TEXT_SIZE];
	char expires[WB_TIMESTAMP_TEXT_SIZE];

	wb_prefix_format(&listing->prefix, prefix);
	wb_timestamp_format(listing->expires_at_s, expires);
	if (cli->json) {
		print_json(addition, prefix, expires);
		return;
	}
	printf("%s %s as %s by %s, %s%s", addition->replaced ? "replaced the listing of" : "listed", prefix, listing->category,
	    listing->source, listing->expires_at_s == 0 ? "without end" : "until ", listing->expires_at_s == 0 ? "" : expires);
	print_removals(addition);
	putchar('\n');
	print_allow(addition);
}

enum cli_exit cli_list_add(struct cli *cli)
{
	const struct wb_change change = cli_change(cli);
	struct wb_listing_writer *writer = NULL;
	struct addition addition = { .asked_s = 0 };
	struct wb_error error;
	enum wb_status status = read_listing(cli, &addition.listing, &error);

	if (status == WB_OK)
		status = wb_listing_writer_open(cli->config->policy.store, &writer, &error);
	if (status == WB_OK) {
		lengthen(cli, &addition);
		status = wb_change_add(writer, &change, &addition.listing, &addition.replaced, &error);
	}
	if (status == WB_OK)
		status = wb_listing_commit(writer, &error);
	wb_listing_writer_close(&writer);
	if (status != WB_OK)
		return cli_fail(cli_exit_of(status), "%s", error.text);
	find_allow(cli, &addition);
	print_added(cli, &addition);
	return CLI_DONE;
}
