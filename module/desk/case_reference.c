/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* case_reference.c - see case_reference.h */
#include "desk/case_reference.h"

#include <string.h>

#define MINUTE_S 60

bool wb_case_is_of_reference(const struct wb_case *remembered, const struct wb_reference *reference)
{
	const struct wb_event *event = &remembered->event;

	return wb_prefix_covers(&reference->client, &event->client) &&
	    wb_reference_category_hash(wb_event_field(event, "category")) == reference->category_hash &&
	    strcmp(wb_event_field(event, "action"), wb_action_name(reference->action)) == 0 &&
	    reference->at_s + MINUTE_S >= remembered->first_s && reference->at_s - MINUTE_S <= remembered->last_s;
}
