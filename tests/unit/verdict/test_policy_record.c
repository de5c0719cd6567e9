/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* test_policy_record.c - a policy becomes bytes and comes back, and what no policy may say is refused. */
#include "base/timestamp.h"
#include "policy_fixture.h"
#include "verdict/pattern.h"
#include "verdict/rule.h"

static void assert_same_texts(const struct wb_texts *a, const struct wb_texts *b)
{
	assert_int_equal(a->count, b->count);
	for (size_t i = 0; i < a->count; i++)
		assert_string_equal(a->items[i], b->items[i]);
}

static void assert_same_categories(const struct wb_policy *a, const struct wb_policy *b)
{
	assert_int_equal(a->category_count, b->category_count);
	for (size_t i = 0; i < a->category_count; i++) {
		const struct wb_category *left = &a->categories[i], *right = &b->categories[i];

		assert_string_equal(left->id, right->id);
		assert_string_equal(left->title, right->title);
		assert_string_equal(left->status, right->status);
		assert_string_equal(left->text, right->text);
		assert_int_equal(left->action, right->action);
		assert_int_equal(left->threshold_milli, right->threshold_milli);
		assert_int_equal(left->grace_s, right->grace_s);
		assert_int_equal(left->tag_at_milli, right->tag_at_milli);
		assert_int_equal(left->defer_at_milli, right->defer_at_milli);
		assert_int_equal(right->position.line, 0);
	}
}

static void assert_same_recipients(const struct wb_policy *a, const struct wb_policy *b)
{
	assert_int_equal(a->recipient_count, b->recipient_count);
	for (size_t i = 0; i < a->recipient_count; i++) {
		const struct wb_recipient *left = &a->recipients[i], *right = &b->recipients[i];

		assert_string_equal(left->name, right->name);
		assert_int_equal(right->position.line, 0);
		assert_int_equal(left->choice_count, right->choice_count);
		for (size_t k = 0; k < left->choice_count; k++) {
			assert_string_equal(left->choices[k].category_id, right->choices[k].category_id);
			assert_int_equal(left->choices[k].category, right->choices[k].category);
			assert_int_equal(left->choices[k].action, right->choices[k].action);
			assert_int_equal(right->choices[k].position.line, 0);
		}
	}
}

static void assert_same_zones(const struct wb_policy *a, const struct wb_policy *b)
{
	assert_int_equal(a->zone_count, b->zone_count);
	for (size_t i = 0; i < a->zone_count; i++) {
		const struct wb_zone *left = &a->zones[i], *right = &b->zones[i];

		assert_string_equal(left->name, right->name);
		assert_string_equal(left->shown, right->shown);
		assert_string_equal(left->run_by, right->run_by);
		assert_string_equal(left->removal, right->removal);
		assert_true(left->is_dnswl == right->is_dnswl && left->asks_ipv6 == right->asks_ipv6 &&
		    left->ipv6 == right->ipv6 && left->min_trust == right->min_trust && left->probe == right->probe &&
		    left->weight_milli == right->weight_milli && left->relief_milli == right->relief_milli);
		assert_int_equal(left->code_count, right->code_count);
		for (size_t c = 0; c < left->code_count; c++) {
			const struct wb_code *code = &left->codes[c], *other = &right->codes[c];

			assert_string_equal(code->text, other->text);
			assert_string_equal(code->meaning, other->meaning);
			assert_memory_equal(&code->match, &other->match, sizeof(code->match));
			assert_true(code->kind == other->kind && code->category == other->category &&
			    code->weight_milli == other->weight_milli && code->scope == other->scope &&
			    code->trust == other->trust);
			assert_int_equal(other->position.line, 0);
		}
	}
}

static void assert_same_rules(const struct wb_policy *a, const struct wb_policy *b)
{
	assert_int_equal(a->rule_count, b->rule_count);
	for (size_t i = 0; i < a->rule_count; i++) {
		const struct wb_rule *left = &a->rules[i], *right = &b->rules[i];

		assert_string_equal(left->name, right->name);
		assert_string_equal(left->category_id, right->category_id);
		assert_int_equal(left->asns.count, right->asns.count);
		assert_memory_equal(left->asns.items, right->asns.items, left->asns.count * sizeof(uint32_t));
		assert_same_texts(&left->countries, &right->countries);
		assert_int_equal(left->except_asns.count, right->except_asns.count);
		assert_same_texts(&left->except_countries, &right->except_countries);
		assert_same_texts(&left->headers, &right->headers);
		assert_true(left->helo_facts == right->helo_facts && left->host_name_facts == right->host_name_facts &&
		    left->message_facts == right->message_facts && left->group == right->group && right->enabled &&
		    left->is_shipped == right->is_shipped);
		assert_string_equal(left->helo_pattern, right->helo_pattern);
		assert_string_equal(left->host_name_pattern, right->host_name_pattern);
		assert_string_equal(left->header_pattern, right->header_pattern);
		assert_string_equal(left->sender_pattern, right->sender_pattern);
		assert_string_equal(left->body_pattern, right->body_pattern);
		assert_string_equal(left->reason, right->reason);
		assert_string_equal(left->remedy, right->remedy);
		assert_true(left->category == right->category && left->weight_milli == right->weight_milli &&
		    left->scope == right->scope);
	}
}

static void assert_same(const struct wb_policy *a, const struct wb_policy *b)
{
	assert_string_equal(a->config_path, b->config_path);
	assert_int_equal(a->mode, b->mode);
	assert_int_equal(a->on_error, b->on_error);
	assert_int_equal(a->neighbours_milli, b->neighbours_milli);
	assert_string_equal(a->store, b->store);
	assert_string_equal(a->reference_key, b->reference_key);
	assert_string_equal(a->site.name, b->site.name);
	assert_string_equal(a->site.url, b->site.url);
	assert_same_texts(&a->site.contacts, &b->site.contacts);
	assert_string_equal(a->geoip.country, b->geoip.country);
	assert_string_equal(a->geoip.asn, b->geoip.asn);
	assert_int_equal(a->nat64_prefixes.count, b->nat64_prefixes.count);
	for (size_t i = 0; i < a->nat64_prefixes.count; i++)
		assert_true(wb_prefix_equals(&a->nat64_prefixes.items[i], &b->nat64_prefixes.items[i]));
	assert_int_equal(a->exempt.hosts.count, b->exempt.hosts.count);
	for (size_t i = 0; i < a->exempt.hosts.count; i++)
		assert_true(wb_prefix_equals(&a->exempt.hosts.items[i], &b->exempt.hosts.items[i]));
	assert_int_equal(a->exempt.authenticated, b->exempt.authenticated);
	assert_same_texts(&a->exempt.recipients, &b->exempt.recipients);
	assert_int_equal(a->wants_reason, b->wants_reason);
	assert_same_texts(&a->dns.servers, &b->dns.servers);
	assert_int_equal(a->dns.deadline_ms, b->dns.deadline_ms);
	assert_int_equal(a->dns.edns, b->dns.edns);
	assert_same_categories(a, b);
	assert_same_zones(a, b);
	assert_same_rules(a, b);
	assert_same_recipients(a, b);
}

static void test_a_policy_comes_back_as_it_was(void **state)
{
	const struct {
		const char *label, *text;
	} rows[] = {
		{ "everything", everything },
		{ "an empty configuration", "" },
		{ "a clean machine's",
		    "dnsbl \"zen.spamhaus.org\" {}\ndnsbl \"bl.spamcop.net\" {}\ndnswl \"list.dnswl.org\" {}\n" },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, rows[i].text);
		struct wb_policy_file *file;
		unsigned char *bytes, *again;
		size_t size, size_again;

		begin_row(rows[i].label);
		bytes = encode_policy(&config->policy, &size);
		assert_int_equal(decode_policy(bytes, size, &file, NULL), WB_OK);
		assert_same(&config->policy, &file->policy);
		begin_row("written again it is the same");
		again = encode_policy(&file->policy, &size_again);
		assert_int_equal(size, size_again);
		assert_memory_equal(bytes, again, size);
		print_message("      %zu bytes\n", size);
		free(bytes);
		free(again);
		wb_policy_file_close(&file);
		wb_config_close(&config);
	}
}

static void test_to_write_changes_nothing(void **state)
{
	struct wb_config *config = open_config(*state, everything);
	const struct wb_policy before = config->policy;
	const int line = config->policy.rules[0].position.line;
	unsigned char *bytes;
	size_t size;

	bytes = encode_policy(&config->policy, &size);
	free(bytes);
	assert_memory_equal(&before, &config->policy, sizeof(before));
	assert_int_equal(config->policy.rules[0].position.line, line);
	assert_non_null(config->policy.zones[0].known);
	wb_config_close(&config);
}

/* What a policy with everything gets, and which reading then refuses. */
static void no_such_category(struct wb_policy *policy)
{
	policy->rules[0].category = policy->category_count;
}

static void no_such_category_of_a_code(struct wb_policy *policy)
{
	policy->zones[1].codes[0].category = policy->category_count;
}

static void an_id_that_exim_would_expand(struct wb_policy *policy)
{
	strcpy(policy->categories[0].id, "${run{x}}");
}

static void a_rule_for_everybody(struct wb_policy *policy)
{
	policy->rules[policy->rule_count - 1].countries.count = 0;
}

static void a_fact_that_is_none(struct wb_policy *policy)
{
	policy->rules[0].helo_facts = 1U << WB_HELO_FACTS;
}

static void a_pattern_too_long(struct wb_policy *policy)
{
	static char pattern[WB_PATTERN_BYTES_MAX + 2];

	memset(pattern, 'x', sizeof(pattern) - 1);
	policy->rules[0].body_pattern = pattern;
}

static void an_action_that_is_none(struct wb_policy *policy)
{
	policy->categories[0].action = WB_REJECT + 1;
}

static void a_grace_of_ages(struct wb_policy *policy)
{
	policy->categories[0].grace_s = WB_SPAN_MAX_S + 1;
}

static void a_status_that_is_none(struct wb_policy *policy)
{
	policy->categories[0].status = "";
}

static void a_name_too_long(struct wb_policy *policy)
{
	static char name[WB_ZONE_NAME_MAX + 2];

	memset(name, 'x', WB_ZONE_NAME_MAX + 1);
	policy->zones[0].name = policy->zones[0].shown = name;
}

static void a_key_longer_than_the_name(struct wb_policy *policy)
{
	policy->zones[0].shown = policy->zones[0].name + strlen(policy->zones[0].name) + 1;
}

static void host_bits(struct wb_policy *policy)
{
	policy->exempt.hosts.items[0].address.bytes[15] = 1;
}

/* Its length says where in an address to look: behind its end. */
static void a_host_as_nat64_prefix(struct wb_policy *policy)
{
	policy->nat64_prefixes.items[0].prefix_bits = 128;
}

static void a_mode_that_is_none(struct wb_policy *policy)
{
	policy->mode = 2;
}

static void a_choice_of_no_category(struct wb_policy *policy)
{
	policy->recipients[0].choices[0].category = policy->category_count;
}

static void a_choice_that_is_none(struct wb_policy *policy)
{
	policy->recipients[0].choices[0].action = WB_REJECT + 1;
}

static void recipients_out_of_order(struct wb_policy *policy)
{
	policy->recipients[1].name = policy->recipients[0].name;
}

static void test_what_no_policy_may_say_is_refused(void **state)
{
	static const struct {
		const char *label;
		void (*change)(struct wb_policy *policy);
		bool is_written;
	} rows[] = {
		{ "a category that does not exist", no_such_category, false },
		{ "a category of a code that does not exist", no_such_category_of_a_code, false },
		{ "an id that Exim would expand", an_id_that_exim_would_expand, false },
		{ "a rule for everybody", a_rule_for_everybody, false },
		{ "a fact that is none", a_fact_that_is_none, false },
		{ "a pattern that is too long", a_pattern_too_long, false },
		{ "an action that is none", an_action_that_is_none, false },
		{ "a grace of ages", a_grace_of_ages, false },
		{ "a mode that is none", a_mode_that_is_none, false },
		{ "a host as prefix of a translator", a_host_as_nat64_prefix, false },
		{ "a status that is none", a_status_that_is_none, false },
		{ "a name too long for a question", a_name_too_long, false },
		{ "a key longer than the name", a_key_longer_than_the_name, false },
		{ "a choice of no category", a_choice_of_no_category, false },
		{ "a choice that is none", a_choice_that_is_none, false },
		{ "recipients out of order", recipients_out_of_order, false },
		{ "host bits in a prefix", host_bits, true },
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct wb_config *config = open_config(*state, everything);
		struct wb_policy_file file = { .serial = 1 }, *read;
		unsigned char *bytes;
		size_t size;

		begin_row(rows[i].label);
		rows[i].change(&config->policy);
		file.policy = config->policy;
		/* Most are refused when they are written: the same description says so for both directions. */
		assert_int_equal(wb_policy_file_encode(&file, &bytes, &size, NULL), rows[i].is_written ? WB_OK : WB_INVALID);
		if (rows[i].is_written)
			assert_int_equal(decode_policy(bytes, size, &read, NULL), WB_UNAVAILABLE);
		free(bytes);
		wb_config_close(&config);
	}
}

/* Below the checks: a walk over bytes that say anything ends, and leaves nothing behind that points outside. */
static void test_any_byte_is_refused_or_read(void **state)
{
	struct wb_config *config = open_config(*state, everything);
	struct wb_policy_walk walk = { .pool = &(struct wb_pool){ NULL } };
	struct wb_policy copy = config->policy;
	unsigned char *bytes = calloc(1, 1 << 16), *changed;
	size_t size;

	wb_record_open_write(&walk.record, bytes, 1 << 16);
	wb_policy_record_walk(&walk, &copy);
	size = wb_record_blob(&walk.record).size;
	assert_true(size > 0);
	wb_pool_close(walk.pool);
	changed = malloc(size);
	for (size_t at = 0; at < size; at++) {
		static const unsigned char values[] = { 0x00, 0x01, 0x7f, 0x80, 0xff };

		for (size_t v = 0; v < COUNT(values); v++) {
			struct wb_pool pool = { NULL };
			struct wb_policy policy = { .mode = 0 };

			memcpy(changed, bytes, size);
			changed[at] = values[v];
			walk = (struct wb_policy_walk){ .pool = &pool };
			wb_record_open_read(&walk.record, (struct wb_blob){ changed, size });
			wb_policy_record_walk(&walk, &policy);
			wb_pool_close(&pool);
		}
		walk = (struct wb_policy_walk){ .pool = &(struct wb_pool){ NULL } };
		wb_record_open_read(&walk.record, (struct wb_blob){ bytes, at });
		wb_policy_record_walk(&walk, &copy);
		assert_false(wb_record_ends_key(&walk.record));
		wb_pool_close(walk.pool);
	}
	free(bytes);
	free(changed);
	wb_config_close(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		test_in_folder(test_a_policy_comes_back_as_it_was),
		test_in_folder(test_to_write_changes_nothing),
		test_in_folder(test_what_no_policy_may_say_is_refused),
		test_in_folder(test_any_byte_is_refused_or_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
