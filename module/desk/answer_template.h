/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * answer_template.h - answers to requests that staff give often: files ID.LANGUAGE of a folder, such as still-relays.de.
 */
#ifndef WB_ANSWER_TEMPLATE_H
#define WB_ANSWER_TEMPLATE_H

#include <stddef.h>

#include "base/status.h"
#include "base/text.h"

#define WB_ANSWER_TEMPLATE_ID_SIZE 41

/*
 * The text of a template in a language, else in English; without the blanks around it.
 * id:      small letters, digits and hyphens.
 * Returns: WB_OK. WB_INVALID: the id is none, there is no such template (error_r says which there are), or its text is not one that
 *          wb_answer_check takes. WB_UNAVAILABLE: it cannot be read.
 */
enum wb_status wb_answer_template_read(
    const char *folder, const char *id, const char *language, char *buffer, size_t size, struct wb_error *error_r);

/* Adds "dynamic-host, still-relays": the ids in the folder, sorted, as far as there is room. Nothing for a folder that cannot be read. */
void wb_answer_template_list(const char *folder, struct wb_text *text);

/* Makes \r\n one \n, and takes off the blanks around it. */
void wb_answer_trim(char *text);

/* WB_INVALID unless it is text in UTF-8 of at most WB_REQUEST_ANSWER_SIZE - 1 bytes, without control characters but \n. */
enum wb_status wb_answer_check(const char *text, struct wb_error *error_r);

#endif
