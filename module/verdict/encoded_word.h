/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * encoded_word.h - the words in which a header carries characters that are not ASCII: =?UTF-8?Q?M=C3=BCller?=. Pure, linear, bounded.
 * Source: RFC 2047 sections 2, 4 and 6.2; RFC 2231 section 5.
 */
#ifndef WB_ENCODED_WORD_H
#define WB_ENCODED_WORD_H

#include <stddef.h>
#include <stdint.h>

#define WB_ENCODED_WORD_UNCOUNTED SIZE_MAX

/* How long the encoded word is with which text begins; 0: it begins with none. */
size_t wb_encoded_word_length(const char *text);

/*
 * Copies text, each encoded word in it as the bytes that it stands for, whatever their charset. What is not well-formed stays as it is.
 * Blanks between two encoded words are left out. Control characters become spaces.
 * buffer:  terminated; size is at least 1. What does not fit is left out.
 * Returns: how many characters text has, those left out included; WB_ENCODED_WORD_UNCOUNTED when some are in a charset of which not
 *          even that is known. Bytes of unencoded text count as UTF-8.
 */
size_t wb_encoded_word_decode(const char *text, char *buffer, size_t size);

#endif
