/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* health.c - see health.h */
#include "dns/health.h"

#include <stdio.h>

#include "base/text.h"
#include "dns/self_test.h"

bool wb_health_may_ask(const struct wb_health *health, int64_t now_s)
{
	if (health->state == WB_HEALTH_SUSPENDED)
		return now_s >= health->until_s ||
		    now_s < health->since_s; /* a clock that went back must not suspend it for years */
	return health->state == WB_HEALTH_GOOD;
}

static void suspend(struct wb_health *health, const char *why, int64_t now_s)
{
	health->state = WB_HEALTH_SUSPENDED;
	health->since_s = now_s;
	health->until_s = now_s + WB_HEALTH_SUSPEND_S;
	wb_text_copy(health->why, sizeof(health->why), why);
}

bool wb_health_note_error(struct wb_health *health, const char *why, int64_t now_s)
{
	suspend(health, why, now_s);
	return true;
}

bool wb_health_note_timeout(struct wb_health *health, int64_t now_s)
{
	char why[WB_HEALTH_WHY_SIZE];

	/* The count outlasts the suspension: a zone that is still silent then is suspended again at once. */
	if (health->timeouts < UINT32_MAX)
		health->timeouts++;
	if (health->timeouts >= WB_HEALTH_TIMEOUTS) {
		snprintf(why, sizeof(why), "did not answer, %u times in a row", health->timeouts);
		suspend(health, why, now_s);
	}
	return true;
}

bool wb_health_note_answer(struct wb_health *health)
{
	bool changed = health->timeouts > 0 || health->state == WB_HEALTH_SUSPENDED;

	if (changed)
		*health = (struct wb_health){ .state = WB_HEALTH_GOOD, .tested_at_s = health->tested_at_s };
	return changed;
}

static bool has_failed(enum wb_health_state state)
{
	return state == WB_HEALTH_FAILED || state == WB_HEALTH_EMPTY;
}

void wb_health_note_test(struct wb_health *health, const struct wb_self_test_result *result, int64_t now_s)
{
	enum wb_health_state state = WB_HEALTH_FAILED;
	bool is_news;

	if (result->outcome == WB_SELF_TEST_PASSED)
		state = WB_HEALTH_GOOD;
	else if (result->outcome == WB_SELF_TEST_EMPTY)
		state = WB_HEALTH_EMPTY;
	is_news = health->state != state && !(has_failed(health->state) && has_failed(state));
	if (is_news || health->since_s == 0)
		health->since_s = now_s;
	health->state = state;
	health->timeouts = 0;
	health->until_s = 0;
	health->tested_at_s = now_s;
	wb_self_test_explain(result, health->why, sizeof(health->why));
}
