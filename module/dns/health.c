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

static void suspend(struct wb_health *health, const char *why, int64_t now_s, int64_t rest_s)
{
	health->state = WB_HEALTH_SUSPENDED;
	health->since_s = now_s;
	health->until_s = now_s + rest_s;
	wb_text_copy(health->why, sizeof(health->why), why);
}

static bool has_failed(enum wb_health_state state)
{
	return state == WB_HEALTH_FAILED || state == WB_HEALTH_EMPTY;
}

void wb_health_note(struct wb_health *health, enum wb_health_finding finding, const char *why, int64_t now_s)
{
	int64_t rest_s = WB_HEALTH_SILENT_S;
	char silence[WB_HEALTH_WHY_SIZE];

	switch (finding) {
	case WB_HEALTH_REFUSED:
		suspend(health, why, now_s, WB_HEALTH_SUSPEND_S);
		break;
	case WB_HEALTH_TIMED_OUT:
		/* Who has asked before the zone was suspended tells nothing new. */
		if (!wb_health_may_ask(health, now_s))
			break;
		/* The count outlasts the suspension: a zone that is still silent then is suspended for longer. Silence long after it is another. */
		if (now_s - health->until_s > WB_HEALTH_SUSPEND_S || now_s < health->since_s)
			health->timeouts = 0;
		for (uint32_t i = 0; i < health->timeouts && rest_s < WB_HEALTH_SUSPEND_S; i++)
			rest_s *= 2;
		if (health->timeouts < UINT32_MAX)
			health->timeouts++;
		snprintf(silence, sizeof(silence), health->timeouts > 1 ? "%.80s, %u times in a row" : "%.80s",
		    why[0] != '\0' ? why : "did not answer", health->timeouts);
		suspend(health, silence, now_s, rest_s < WB_HEALTH_SUSPEND_S ? rest_s : WB_HEALTH_SUSPEND_S);
		break;
	case WB_HEALTH_ANSWERED:
		*health = (struct wb_health){ .state = WB_HEALTH_GOOD, .since_s = now_s, .tested_at_s = health->tested_at_s };
		break;
	case WB_HEALTH_NOTHING_NEW:
	case WB_HEALTH_FINDING_COUNT:
		break;
	}
}

void wb_health_join(struct wb_health *tested, const struct wb_health *seen, int64_t now_s)
{
	int64_t tested_at_s = tested->tested_at_s;

	if (has_failed(tested->state) || (seen->since_s <= tested_at_s && tested_at_s <= now_s))
		return;
	*tested = *seen;
	tested->tested_at_s = tested_at_s;
}

void wb_health_note_test(struct wb_health *health, const struct wb_self_test_result *result, int64_t now_s)
{
	enum wb_health_state state = WB_HEALTH_FAILED;
	bool is_news;

	/* Silence says nothing against a zone; but to wait for it in each connection is for nothing. */
	if (result->outcome == WB_SELF_TEST_NO_ANSWER) {
		if (!has_failed(health->state))
			suspend(health, "did not answer to its test", now_s, WB_HEALTH_UNTESTED_S);
		health->tested_at_s = now_s;
		return;
	}
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
