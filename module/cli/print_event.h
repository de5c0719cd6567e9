/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* print_event.h - an event as one line of JSON. */
#ifndef WB_CLI_PRINT_EVENT_H
#define WB_CLI_PRINT_EVENT_H

#include <stdbool.h>

#include <json-c/json.h>

#include "verdict/event.h"
#include "verdict/follow.h"

/* An event's fields, and its rows of zones and evidence. */
void cli_event_add_content(json_object *object, const struct wb_event *event);

/* False: it could not be written. It is on its way when this returns, whoever reads. */
bool cli_event_print(const struct wb_event *event, struct wb_follow_head head);

#endif
