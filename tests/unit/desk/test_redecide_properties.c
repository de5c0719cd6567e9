/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * test_redecide_properties.c - what another policy would have decided, over truths and policies that are made up by chance: whatever was not
 * recorded, what would have been done lies between least and most. CASES=1000000 tries so many of them (`make check-properties`), SEED=n
 * repeats a run; a failure prints the seed of its own case.
 */
#include <time.h>

#include "desk/log_case.h"
#include "desk/redecide.h"
#include "past_fixture.h"
#include "verdict/log_field.h"

#define CASES 20000

static struct past_settings settings, edited;
static struct past_policy before, after;
static struct past_truth truth;
static struct past_gaps gaps;
static struct past_run then, now;
static struct wb_event_packet packet;
static struct wb_event event;
static uint64_t known, unknown, changed;

static void make_case(uint64_t seed)
{
	past_seed(seed);
	make_settings(&settings);
	edited = settings;
	for (uint32_t i = 0, edits = 1 + below(3); i < edits; i++)
		edit_settings(&edited);
	build_policy(&settings, &before);
	build_policy(&edited, &after);
	make_truth(&truth);
	memset(&gaps, 0, sizeof(gaps));
	gaps.skips_names = once_in(3);
	gaps.skips_helo = once_in(3);
	for (size_t i = 0; i < PAST_ZONES; i++)
		gaps.skips_zone[i] = once_in(4);
}

static struct wb_redecision redecide(const struct past_policy *by, const char *recipient, bool helo_varies)
{
	const struct wb_redecide_about about = { .at_s = NOW_S, .recipient = recipient, .helo_varies = helo_varies };
	struct wb_redecider *redecider;
	struct wb_redecision decision;

	assert_int_equal(wb_redecider_open(&by->policy, &before.policy, &redecider), WB_OK);
	wb_redecide(redecider, &event, &about, &decision);
	wb_redecider_close(&redecider);
	return decision;
}

static void explain(const char *what, const struct wb_redecision *decision, const struct past_run *run)
{
	print_message("%s: least %d most %d missing %x by %s, and it is %d by %s\n", what, decision->least, decision->most,
	    decision->missing, decision->category != NULL ? decision->category->id : "-", run->outcome.action,
	    run->outcome.verdict.category != NULL ? run->outcome.verdict.category->id : "-");
	for (size_t i = 0; i < event.field_count; i++)
		print_message("  %s=%s\n", event.fields[i].key, event.fields[i].value);
	for (size_t i = 0; i < event.evidence_count; i++)
		print_message("  then %d %s %s %u since %lld discount %d\n", event.evidence[i].kind, event.evidence[i].category,
		    event.evidence[i].origin, event.evidence[i].weight_milli, (long long)event.evidence[i].since_s,
		    event.evidence[i].discount);
	for (size_t i = 0; run->outcome.is_gathered && i < run->outcome.facts.evidence_count; i++) {
		const struct wb_evidence *row = &run->outcome.facts.evidence[i];

		print_message("  now %d %s %s %u since %lld\n", row->kind, past_ids[row->category], wb_evidence_origin(row),
		    row->weight_milli, (long long)row->since_s);
	}
	for (size_t i = 0; i < PAST_CATEGORIES; i++)
		print_message(
		    "  %s then: action %d at %u tag %u defer %u grace %d now: action %d at %u tag %u defer %u grace %d\n",
		    past_ids[i], before.categories[i].action, before.categories[i].threshold_milli,
		    before.categories[i].tag_at_milli, before.categories[i].defer_at_milli, (int)before.categories[i].grace_s,
		    after.categories[i].action, after.categories[i].threshold_milli, after.categories[i].tag_at_milli,
		    after.categories[i].defer_at_milli, (int)after.categories[i].grace_s);
}

static bool holds_between(const struct wb_redecision *decision)
{
	unknown += decision->least != decision->most;
	known += decision->least == decision->most;
	changed += decision->least == decision->most && decision->least != then.outcome.action;
	if ((decision->least == decision->most) != (decision->missing == 0))
		return false;
	return decision->least <= now.outcome.action && now.outcome.action <= decision->most;
}

/* A policy decides again what it has decided, when all was asked, and the DNS has said what the host is. */
static bool the_same_policy_decides_the_same(void)
{
	struct wb_redecision decision;

	truth.helo_truths.unknown = truth.name_truths.unknown = 0;
	truth.names.is_unknown = false;
	for (size_t i = 0; i < truth.names.count; i++) {
		if (truth.names.rows[i].state == WB_HOST_NAME_UNKNOWN)
			truth.names.rows[i].state = WB_HOST_NAME_DENIED;
	}

	past_decide(&truth, &before, NULL, &now);
	then = now;
	past_record(&truth, &now, &packet, &event);
	if (!is_remembered(&event) || truth.recipient_count > 1)
		return true;
	decision = redecide(&before, truth.recipients, false);
	if (decision.least == decision.most && decision.least == now.outcome.action &&
	    (now.outcome.verdict.category == NULL) == (decision.category == NULL) &&
	    (decision.category == NULL || strcmp(decision.category->id, now.outcome.verdict.category->id) == 0))
		return true;
	explain("same", &decision, &now);
	return false;
}

/* The heart: with all that was recorded, with less of it, and with a recipient that nobody knows. */
static bool another_policy_decides_between(void)
{
	struct wb_redecision decision;
	bool knows_recipient = !once_in(4);

	past_decide(&truth, &before, once_in(2) ? &gaps : NULL, &then);
	past_record(&truth, &then, &packet, &event);
	if (!is_remembered(&event) || truth.recipient_count > 1)
		return true;
	if (event.evidence_count > 0 && once_in(8)) {
		event.evidence_count--;
		event.left_out_count++;
	}
	past_decide(&truth, &after, NULL, &now);
	decision = redecide(&after, knows_recipient ? truth.recipients : "", once_in(4));
	if (holds_between(&decision))
		return true;
	explain(knows_recipient ? "between" : "between, without the recipient", &decision, &now);
	return false;
}

/* A line of the log says less: of a verdict, with its evidence, for whom nobody knows. What would have mattered was asked. */
static bool a_line_of_the_log_decides_between(void)
{
	static struct wb_log_reader reader;
	static struct wb_log_case made;
	const struct wb_redecide_about about = { .at_s = NOW_S, .last_s = NOW_S, .recipient = "", .is_from_log = true };
	char line[WB_LOG_LINE_SIZE + 64];
	struct wb_redecider *redecider;
	struct wb_redecision decision;
	struct wb_text text;

	past_decide(&truth, &before, NULL, &then);
	if (then.outcome.action == WB_OFF && !wb_outcome_has_evidence(&then.outcome))
		return true;
	wb_text_open(&text, line, sizeof(line));
	wb_text_add(&text, "2026-09-21 14:13:20 +0000 ");
	wb_log_format_line(&then.outcome, &text);
	wb_log_reader_open(&reader, NOW_S + 60);
	assert_int_equal(wb_log_reader_take(&reader, line, text.length, WB_LOG_WHOLE), WB_LOG_VERDICT);
	assert_true(wb_log_case_make(&reader, &before.policy, &made));
	event = made.remembered.event;
	past_decide(&truth, &after, NULL, &now);
	assert_int_equal(wb_redecider_open(&after.policy, &before.policy, &redecider), WB_OK);
	wb_redecide(redecider, &event, &about, &decision);
	wb_redecider_close(&redecider);
	if (holds_between(&decision))
		return true;
	explain(line, &decision, &now);
	return false;
}

static const struct {
	const char *name;
	bool (*holds)(void);
} properties[] = {
	{ "the same policy decides the same", the_same_policy_decides_the_same },
	{ "another policy decides between", another_policy_decides_between },
	{ "a line of the log decides between", a_line_of_the_log_decides_between },
};

static uint64_t number_of(const char *name, uint64_t otherwise)
{
	const char *text = getenv(name);

	return text != NULL ? strtoull(text, NULL, 10) : otherwise;
}

static void test_properties(void **state)
{
	uint64_t seed = number_of("SEED", (uint64_t)time(NULL)), cases = number_of("CASES", CASES);

	(void)state;
	print_message("%llu cases from SEED=%llu on\n", (unsigned long long)cases, (unsigned long long)seed);
	for (uint64_t i = 0; i < cases; i++) {
		for (size_t p = 0; p < COUNT(properties); p++) {
			make_case(seed + i);
			if (!properties[p].holds())
				fail_msg("%s: SEED=%llu CASES=1", properties[p].name, (unsigned long long)(seed + i));
		}
	}
	print_message("known %llu, of them changed %llu, unknown %llu\n", (unsigned long long)known,
	    (unsigned long long)changed, (unsigned long long)unknown);
	/* What is never known, or never changes, would hold everything. */
	assert_true(cases < 1000 || (known > cases / 8 && changed > cases / 64 && unknown > cases / 64));
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_properties) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
