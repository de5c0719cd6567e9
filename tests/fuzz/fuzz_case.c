/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fuzz_case.c - any bytes as a case in the store, and its event under another policy. What is read must end where it should, what is written
 * of it must be the same, and what is decided must be an interval.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "desk/recorded_facts.h"
#include "desk/replay.h"
#include "store/case_record.h"

#define PATTERNS(helo, name) \
	.helo_pattern = helo, .host_name_pattern = name, .header_pattern = "", .sender_pattern = "", .body_pattern = ""

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char *mailer[] = { "mailer.example" }, *header[] = { "X-A" };
static struct wb_category categories[] = { { .id = "spam-source", .action = WB_REJECT, .threshold_milli = 1000 },
	{ .id = "spam", .action = WB_REJECT, .threshold_milli = 1000, .grace_s = 3600 },
	{ .id = "virus", .action = WB_TAG, .threshold_milli = 500 } };
static struct wb_code codes[] = { { .text = "127.0.0.2",
				      .match = { UINT32_MAX, 0x7f000002, 0x7f000002, 0 },
				      .kind = WB_CODE_LISTED,
				      .category = 1,
				      .weight_milli = 1000,
				      .meaning = "" },
	{ .text = "127.0.2.3",
	    .match = { UINT32_MAX, 0x7f000203, 0x7f000203, 0 },
	    .kind = WB_CODE_ALLOW,
	    .trust = 3,
	    .meaning = "" } };
static struct wb_zone zones[] = {
	{ .name = "bl", .shown = "bl", .run_by = "bl", .removal = "", .codes = &codes[0], .code_count = 1 },
	{ .name = "wl",
	    .shown = "wl",
	    .run_by = "wl",
	    .removal = "",
	    .is_dnswl = true,
	    .asks_ipv6 = true,
	    .codes = &codes[1],
	    .code_count = 1 },
};
static struct wb_rule rules[] = {
	{ .name = "helo", PATTERNS("^win", ""), .category = 2, .weight_milli = 500, .reason = "", .remedy = "" },
	{ .name = "name",
	    PATTERNS("", "^dyn"),
	    .host_name_facts = 4,
	    .category = 1,
	    .weight_milli = 500,
	    .reason = "",
	    .remedy = "" },
	{ .name = "odd",
	    PATTERNS("", ""),
	    .headers = { header, 1 },
	    .group = WB_RULE_ODD,
	    .category = 1,
	    .weight_milli = 999,
	    .reason = "",
	    .remedy = "" },
	{ .name = "script",
	    PATTERNS("", ""),
	    .headers = { header, 1 },
	    .group = WB_RULE_SCRIPT,
	    .category = 1,
	    .reason = "",
	    .remedy = "" },
};
static struct wb_sender senders[] = { { .name = "Mailer", .suffixes = { mailer, 1 }, .checked = "" } };
static struct wb_choice choice = { 1, WB_LOG, "spam", 0 };
static struct wb_recipient recipients[] = { { "example.org", &choice, 1, 0 } };
static const struct wb_policy before = { .store = "",
	.categories = categories,
	.category_count = 3,
	.zones = zones,
	.zone_count = 1,
	.rules = rules,
	.rule_count = 1 };
static const struct wb_policy after = { .store = "",
	.on_error = WB_ON_ERROR_DEFER,
	.neighbours_milli = 500,
	.categories = categories,
	.category_count = 3,
	.zones = zones,
	.zone_count = 2,
	.rules = rules,
	.rule_count = 4,
	.senders = senders,
	.sender_count = 1,
	.recipients = recipients,
	.recipient_count = 1 };

static void look(void *context, const struct wb_replay_row *row)
{
	(void)context;
	if (row->after->least > row->after->most || row->after->most > WB_REJECT ||
	    (row->after->least == row->after->most) != (row->after->missing == 0))
		abort();
	if (memchr(row->after->source, '\0', sizeof(row->after->source)) == NULL)
		abort();
}

/* Each text that is read ends within the bytes. */
static void check_text(const struct wb_blob *bytes, const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	if (text[0] != '\0' && (at < bytes->data || at + strlen(text) >= bytes->data + bytes->size))
		abort();
}

static void check_again(const struct wb_case *remembered)
{
	static unsigned char first[WB_CASE_BYTES_MAX], second[WB_CASE_BYTES_MAX];
	static struct wb_case again;
	struct wb_blob written = wb_case_record_encode(remembered, first), rewritten;

	if (written.size == 0)
		return;
	if (!wb_case_record_decode(remembered->number, written, &again))
		abort();
	rewritten = wb_case_record_encode(&again, second);
	if (rewritten.size != written.size || memcmp(first, second, written.size) != 0)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct wb_replay replay;
	static struct wb_case remembered, merged;
	const struct wb_blob blob = { bytes, size };
	uint64_t verdicts = 0;
	struct wb_error error;

	if (!wb_case_record_decode(7, blob, &remembered))
		return 0;
	for (size_t i = 0; i < remembered.mail_count; i++) {
		check_text(&blob, remembered.mails[i].sender);
		check_text(&blob, remembered.mails[i].recipient);
	}
	for (size_t i = 0; i < remembered.event.field_count; i++)
		check_text(&blob, remembered.event.fields[i].value);
	check_again(&remembered);
	wb_case_record_begin(&remembered.event, remembered.first_s, &merged);
	if (wb_case_record_is_same(&merged, &remembered.event, remembered.first_s))
		wb_case_record_add(&merged, &remembered.event, remembered.last_s);
	if (wb_replay_open(&replay, &before, &after, false, &error) != WB_OK)
		abort();
	replay.visit = look;
	wb_replay_add(&replay, &remembered);
	wb_replay_add(&replay, &merged);
	verdicts = replay.same + replay.changed + replay.unknown;
	if (verdicts != replay.verdicts)
		abort();
	wb_replay_sort(&replay);
	wb_replay_close(&replay);
	return 0;
}
