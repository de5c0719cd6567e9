/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fuzz_policy.c - any bytes as a published policy: they are refused, or what was read can be used.
 *
 * Damage is found by checks that no mutation passes. So bytes that do not begin as a file are taken for what stands behind the checks, too.
 * Use: what classifies, renders each reply and matches exemptions and rules gets the policy that was read.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/record.h"
#include "verdict/check.h"
#include "verdict/exempt.h"
#include "verdict/policy_file.h"
#include "verdict/refusal.h"
#include "verdict/reply.h"
#include "verdict/rule.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static struct wb_facts facts;
static struct wb_outcome outcome;

static void use(const struct wb_policy *policy)
{
	struct wb_query query = { .authenticated = true, .recipient = "postmaster@example.net" };
	char why[160], reply[WB_REPLY_TEXT_SIZE];

	query.client.bytes[10] = query.client.bytes[11] = 0xff;
	query.client.bytes[12] = 192;
	wb_exempt_match(&policy->exempt, &query, why, sizeof(why));
	memset(&facts, 0, sizeof(facts));
	facts.client = query.client;
	facts.place.asn = 64496;
	strcpy(facts.place.country, "US");
	wb_rule_match(policy, &facts);
	memset(&outcome, 0, sizeof(outcome));
	outcome.policy = policy;
	outcome.query = query;
	wb_classify(policy, &facts, NULL, 1790000000, &outcome.verdict);
	for (size_t i = 0; i < policy->category_count; i++) {
		outcome.action = outcome.verdict.action = WB_REJECT;
		outcome.verdict.category = &policy->categories[i];
		wb_refusal_format(&outcome, reply);
	}
	for (size_t i = 0; i < policy->zone_count; i++) {
		for (size_t c = 0; c < policy->category_count; c++)
			wb_zone_max_weight(&policy->zones[i], c);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct wb_policy_file *file;
	struct wb_pool pool = { NULL };
	struct wb_policy_walk walk = { .pool = &pool };
	struct wb_policy policy = { .mode = 0 };
	struct wb_policy_setting *settings = NULL;
	size_t setting_count = 0;

	if (wb_policy_file_decode(bytes, size, "FUZZ", WB_POLICY_FILE_WHOLE, &file, NULL) == WB_OK)
		use(&file->policy);
	wb_policy_file_close(&file);
	wb_record_open_read(&walk.record, (struct wb_blob){ bytes, size });
	wb_policy_record_walk(&walk, &policy);
	if (!walk.record.has_failed)
		use(&policy);
	wb_policy_record_walk_settings(&walk, &settings, &setting_count);
	wb_pool_close(&pool);
	return 0;
}
