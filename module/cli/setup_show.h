/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_show.h - a plan of `whyblock setup debian`, for people and for programs. */
#ifndef WB_SETUP_SHOW_H
#define WB_SETUP_SHOW_H

#include <json-c/json.h>

#include "cli/setup_plan.h"

/* Prints each file with the lines that it gains and loses. */
void setup_show_print(const struct setup_plan *plan);

/* The same as an array, with the whole content of each file. */
json_object *setup_show_json(const struct setup_plan *plan);

/* Prints the statements of a snippet, without its comments, as they are to be copied. */
void setup_show_print_lines(const char *snippet);

/* The same lines as an array. */
json_object *setup_show_json_lines(const char *snippet);

#endif
