/* rbldnsd.c - see rbldnsd.h */
#include "cli/rbldnsd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "store/listings.h"

#define TEXT_BYTES_MAX 200 /* a TXT string holds 255 */

struct printing {
	const struct wb_config *config;
	int64_t now_s;
	size_t category;
	bool is_v4;
	struct wb_prefix *allowed; /* prefixes that are listed as allow */
	size_t allowed_count;
	bool no_memory;
};

static unsigned code_number(size_t category)
{
	return (unsigned)category + 2;
}

static bool collect_allowed(void *context, const struct wb_listing *listing)
{
	struct printing *printing = context;
	struct wb_prefix *grown;

	if (strcmp(listing->category, WB_CATEGORY_ALLOW) != 0 || !wb_listing_is_active(listing, printing->now_s))
		return true;
	grown = realloc(printing->allowed, (printing->allowed_count + 1) * sizeof(*grown));
	if (grown == NULL) {
		printing->no_memory = true;
		return false;
	}
	printing->allowed = grown;
	grown[printing->allowed_count++] = listing->prefix;
	return true;
}

static bool is_allowed(const struct printing *printing, const struct wb_prefix *prefix)
{
	for (size_t i = 0; i < printing->allowed_count; i++) {
		if (printing->allowed[i].prefix_bits <= prefix->prefix_bits &&
		    wb_prefix_overlaps(&printing->allowed[i], prefix))
			return true;
	}
	return false;
}

/* rbldnsd puts the address in for a $ in the text. */
static void print_entry(const struct wb_listing *listing, unsigned number)
{
	char prefix[WB_PREFIX_TEXT_SIZE], reason[TEXT_BYTES_MAX + 1];
	struct wb_text text;

	wb_prefix_format(&listing->prefix, prefix);
	wb_text_open(&text, reason, sizeof(reason));
	wb_text_add_printable(&text, listing->reason, TEXT_BYTES_MAX);
	for (char *c = reason; *c != '\0'; c++) {
		if (*c == '$')
			*c = '?';
	}
	printf("%s :127.0.%d.%u:%s\n", prefix, (int)listing->scope, number, reason);
}

static bool print_listing(void *context, const struct wb_listing *listing)
{
	struct printing *printing = context;

	if (wb_prefix_is_v4(&listing->prefix) == printing->is_v4 && wb_listing_is_active(listing, printing->now_s) &&
	    strcmp(listing->category, printing->config->policy.categories[printing->category].id) == 0 &&
	    !is_allowed(printing, &listing->prefix))
		print_entry(listing, code_number(printing->category));
	return true;
}

static void print_allowed(const struct printing *printing)
{
	char prefix[WB_PREFIX_TEXT_SIZE];

	for (size_t i = 0; i < printing->allowed_count; i++) {
		if (wb_prefix_is_v4(&printing->allowed[i]) != printing->is_v4)
			continue;
		wb_prefix_format(&printing->allowed[i], prefix);
		printf("!%s\n", prefix);
	}
}

static void print_head(const struct wb_config *config)
{
	static const char *const scopes[] = { "", " scope = \"range\"", " scope = \"network\"" };

	puts("# Listings of whyblock, for rbldnsd's type combined:  rbldnsd -b ADDRESS/PORT bl.example.net:combined:THIS-FILE\n"
	     "# In whyblock.conf of those who ask:\n"
	     "#   dnsbl \"bl.example.net\" {\n"
	     "#       ipv6 = \"yes\"");
	for (size_t i = 0; i < config->policy.category_count; i++) {
		for (int scope = 0; scope < 3; scope++)
			printf("#       code \"127.0.%d.%u\" { category = \"%s\"%s }\n", scope, code_number(i),
			    config->policy.categories[i].id, scopes[scope]);
	}
	puts("#   }\n"
	     "$SOA 3600 localhost. hostmaster.localhost. 0 3600 600 86400 60\n"
	     "$NS 3600 localhost.");
}

/* The points of RFC 5782 section 5: 127.0.0.2 is listed, 127.0.0.1 is not. */
static void print_test_point(bool is_v4)
{
	puts(is_v4 ? "127.0.0.2 :127.0.0.2:test entry (RFC 5782)" : "::ffff:7f00:2/128 :127.0.0.2:test entry (RFC 5782)");
}

static enum wb_status print_dataset(struct printing *printing, const char *store, struct wb_error *error_r)
{
	size_t unreadable;

	printf("$DATASET %s:%s @\n", printing->is_v4 ? "ip4trie" : "ip6trie",
	    printing->config->policy.categories[printing->category].id);
	if (printing->category == 0)
		print_test_point(printing->is_v4);
	print_allowed(printing);
	return wb_listing_walk(store, print_listing, printing, &unreadable, error_r);
}

enum cli_exit cli_print_rbldnsd(struct cli *cli)
{
	struct printing printing = { .config = cli->config, .now_s = cli->now_s };
	struct wb_error error = { "out of memory" };
	size_t unreadable;
	enum wb_status status = wb_listing_walk(cli->config->policy.store, collect_allowed, &printing, &unreadable, &error);

	if (status == WB_OK && printing.no_memory)
		status = WB_NO_MEMORY;
	if (status == WB_OK)
		print_head(cli->config);
	for (printing.category = 0; status == WB_OK && printing.category < cli->config->policy.category_count;
	     printing.category++) {
		printing.is_v4 = true;
		status = print_dataset(&printing, cli->config->policy.store, &error);
		printing.is_v4 = false;
		if (status == WB_OK)
			status = print_dataset(&printing, cli->config->policy.store, &error);
	}
	free(printing.allowed);
	return status == WB_OK ? CLI_DONE : cli_fail(cli_exit_of(status), "%s", error.text);
}
