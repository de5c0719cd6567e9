/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* rule_digest.c - see rule_digest.h. */
#include "verdict/rule_digest.h"

#include "base/bytes.h"
#include "verdict/policy.h"
#include "verdict/rule.h"

static uint64_t add_number(uint64_t digest, uint64_t number)
{
	for (int i = 0; i < 8; i++, number >>= 8)
		digest = wb_bytes_digest_add(digest, (unsigned char)number);
	return digest;
}

/* With its NUL, so that two texts are another pair than the same bytes cut elsewhere. */
static uint64_t add_text(uint64_t digest, const char *text)
{
	return wb_bytes_digest_add(wb_bytes_digest_add_text(digest, text), 0);
}

static uint64_t add_texts(uint64_t digest, const struct wb_texts *texts)
{
	digest = add_number(digest, texts->count);
	for (size_t i = 0; i < texts->count; i++)
		digest = add_text(digest, texts->items[i]);
	return digest;
}

static uint64_t add_asns(uint64_t digest, const struct wb_asns *asns)
{
	digest = add_number(digest, asns->count);
	for (size_t i = 0; i < asns->count; i++)
		digest = add_number(digest, asns->items[i]);
	return digest;
}

uint64_t wb_rule_digest(const struct wb_rule *rule)
{
	const char *const texts[] = { rule->name, rule->helo_pattern, rule->host_name_pattern, rule->header_pattern,
		rule->sender_pattern, rule->body_pattern };
	uint64_t digest = WB_BYTES_DIGEST_BEGIN;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		digest = add_text(digest, texts[i]);
	digest = add_asns(add_asns(digest, &rule->asns), &rule->except_asns);
	digest = add_texts(add_texts(digest, &rule->countries), &rule->except_countries);
	digest = add_texts(digest, &rule->headers);
	digest = add_number(add_number(digest, rule->helo_facts), rule->host_name_facts);
	return add_number(add_number(digest, rule->message_facts), (uint64_t)rule->group);
}

uint64_t wb_rule_digest_messages(const struct wb_policy *policy)
{
	uint64_t digest = WB_BYTES_DIGEST_BEGIN;

	for (size_t i = 0; i < policy->rule_count; i++) {
		if (wb_rule_is_about_message(&policy->rules[i]))
			digest = add_number(digest, wb_rule_digest(&policy->rules[i]));
	}
	return digest;
}
