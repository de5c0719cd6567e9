/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * reply.h - the text that the sender reads: templates, and how Exim sends them.
 * A template is lines with %{placeholders}; each line gets the enhanced status code in front (RFC 2034 section 4).
 */
#ifndef WB_REPLY_H
#define WB_REPLY_H

#include <stdbool.h>

#include "base/pool.h"
#include "base/status.h"
#include "verdict/category.h"
#include "verdict/placeholder.h"

#define WB_REPLY_LINES_MAX 10
#define WB_REPLY_LINE_BYTES_MAX 500 /* enhanced code included: with "550-" and CRLF within RFC 5321's 512 octets */
#define WB_REPLY_TEXT_SIZE (WB_REPLY_LINES_MAX * (WB_REPLY_LINE_BYTES_MAX + 1) + 1)

/*
 * Gives the value of a placeholder; leaves text empty when there is none. Values of foreign origin are allowed: rendering makes them
 * printable and bounds them.
 */
typedef void wb_reply_value(const void *context, const struct wb_placeholder *placeholder, struct wb_text *text);

/*
 * WB_INVALID when a template breaks a rule: over 10 lines, a line over 500 octets, a byte that is not printable ASCII, an
 * unknown placeholder, a line that is empty, words that mislead bounce parsers. error_r says what was expected.
 */
enum wb_status wb_reply_check(const char *template, struct wb_error *error_r);

/*
 * True when bounce parsers would read text as an unknown user, or as a fault of another kind: a sender's tools then drop the address.
 * Source: tried with Sisimai 5.1 and Mail::DeliveryStatus::BounceParser.
 */
bool wb_reply_misleads(const char *text);

/* How a template looks when it is sent with the longest values that can come. */
struct wb_reply_review {
	bool is_cut;           /* a line has more than WB_REPLY_LINE_BYTES_MAX octets */
	bool has_block_words;  /* "[address] blocked using NAME": what bounce parsers read as a block */
	bool words_are_folded; /* it has them, but Exim folds the line between them for some client */
};

/*
 * Renders the template for the longest IPv4 and IPv6 address, host name, AS name and reference, and folds it as Exim does.
 * site and url are those of the configuration.
 */
struct wb_reply_review wb_reply_review(const char *template, const char *status, const char *site, const char *url);

/* "Server [%{ip}] PHRASE" and the lines that bounce parsers know; phrase NULL: of a category without words of its own. */
const char *wb_reply_default_text(struct wb_pool *pool, const char *phrase);

/*
 * Fills the template: lines separated by '\n', each with the status code in front, whose class digit becomes 4 under defer.
 * A line with a placeholder that is empty is left out; when none is left, one line says that the server is blocked.
 * buffer holds WB_REPLY_TEXT_SIZE bytes.
 */
void wb_reply_render(
    const char *template, const char *status, enum wb_action action, wb_reply_value *value, const void *context, char *buffer);

/*
 * The reply as Exim sends it: code and '-' or ' ' in front of every line, lines over 75 characters folded.
 * rendered is what wb_reply_render gave. Lines are separated by '\n'.
 * Source: string_split_message() and smtp_respond() of Exim 4.94 to 4.100.
 */
void wb_reply_format_smtp(const char *rendered, enum wb_action action, struct wb_text *text);

#endif
