/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* message_fact.c - see message_fact.h */
#include "verdict/message_fact.h"

#include <string.h>
#include <strings.h>

#include "base/rows.h"
#include "verdict/encoded_word.h"
#include "verdict/mail_address.h"
#include "verdict/message_origin.h"
#include "verdict/message_view.h"
#include "verdict/query.h"
#include "verdict/script.h"

enum truth { NO, YES, UNKNOWN };

WB_ROWS_BEGIN(wb_message_fact_names);
const char *const wb_message_fact_names[WB_MESSAGE_FACTS] = {
	WB_ROW(WB_MESSAGE_REPEATED_HEADER) = "repeated-header",
	WB_ROW(WB_MESSAGE_REPLY_TO_IS_TO) = "reply-to-is-to",
	WB_ROW(WB_MESSAGE_LINK_IN_NAME) = "link-in-name",
	WB_ROW(WB_MESSAGE_NO_TEXT_PART) = "no-text-part",
	WB_ROW(WB_MESSAGE_RECEIVED_LISTED) = "received-listed",
	WB_ROW(WB_MESSAGE_RECEIVED_END_USER) = "received-end-user",
	WB_ROW(WB_MESSAGE_FROM_SCRIPT) = "from-script",
	WB_ROW(WB_MESSAGE_SENDER_CHANGES) = "sender-changes",
};
WB_ROWS_END(wb_message_fact_names, WB_MESSAGE_FACTS);

/* What is not found may stand where nobody looked. */
static enum truth not_found(const struct wb_message *message)
{
	return message->is_cut || message->left_out_count > 0 ? UNKNOWN : NO;
}

/* Reads the only mailbox of the only field of this name; false: there is another number of either. */
static bool read_only_mailbox(const struct wb_message *message, const char *name, struct wb_mail_address *mailbox_r)
{
	char value[WB_MESSAGE_VALUE_SIZE];

	return wb_message_find(message, name, NULL) == 1 && wb_message_value(message, name, value, sizeof(value)) &&
	    wb_mail_address_read(value, mailbox_r) == 1 && mailbox_r->address[0] != '\0';
}

static bool is_of_domain(const struct wb_mail_address *mailbox, const char *domain)
{
	return domain[0] != '\0' && strcasecmp(wb_mail_address_domain(mailbox->address), domain) == 0;
}

/* PHP's mail() writes To itself, and many scripts add it once more: the same again tells nothing. */
static bool repeats_differently(const struct wb_message *message, const char *name, bool is_address)
{
	const struct wb_field *found[WB_MESSAGE_SAME_MAX];
	size_t count = wb_message_find(message, name, found);
	char first[WB_MESSAGE_VALUE_SIZE], other[WB_MESSAGE_VALUE_SIZE];
	struct wb_mail_address first_mailbox, other_mailbox;

	if (count < 2)
		return false;
	wb_field_unfold(found[0], first, sizeof(first));
	if (is_address && wb_mail_address_read(first, &first_mailbox) == 0)
		return false;
	for (size_t i = 1; i < count && i < WB_MESSAGE_SAME_MAX; i++) {
		wb_field_unfold(found[i], other, sizeof(other));
		if (is_address ? wb_mail_address_read(other, &other_mailbox) > 0 &&
			    strcasecmp(first_mailbox.address, other_mailbox.address) != 0
			       : strcmp(first, other) != 0)
			return true;
	}
	return false;
}

static enum truth find_repeated_header(const struct wb_message *message)
{
	return repeats_differently(message, "To", true) || repeats_differently(message, "Subject", false) ? YES
													  : not_found(message);
}

static enum truth find_reply_to_is_to(const struct wb_message *message)
{
	static const char *const list_fields[] = { "List-Id", "List-Post", "Mailing-List", "X-Mailing-List", "X-BeenThere" };
	struct wb_mail_address to, reply_to, from;

	for (size_t i = 0; i < sizeof(list_fields) / sizeof(list_fields[0]); i++) {
		if (wb_message_find(message, list_fields[i], NULL) > 0)
			return NO;
	}
	if (!read_only_mailbox(message, "To", &to) || !read_only_mailbox(message, "Reply-To", &reply_to) ||
	    !read_only_mailbox(message, "From", &from))
		return not_found(message);
	if (strcasecmp(to.address, reply_to.address) != 0 || is_of_domain(&from, wb_mail_address_domain(to.address)))
		return NO;
	return not_found(message) == NO ? YES : UNKNOWN;
}

static bool is_name_character(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '.';
}

/* A host is in a domain, or the other way round: www.shop.example and mail.shop.example are both shop.example's. */
static bool lies_in(const char *name, size_t length, const char *domain)
{
	size_t domain_length = strlen(domain);

	return domain_length > 0 && length >= domain_length &&
	    strncasecmp(name + length - domain_length, domain, domain_length) == 0 &&
	    (length == domain_length || name[length - domain_length - 1] == '.');
}

static bool is_at_home(const char *host, size_t length, const char *domain)
{
	char name[WB_MAIL_ADDRESS_SIZE];

	if (length == 0 || length >= sizeof(name))
		return false;
	memcpy(name, host, length);
	name[length] = '\0';
	return lies_in(host, length, domain) || (strchr(name, '.') != NULL && lies_in(domain, strlen(domain), name));
}

/* A link to a host that is neither's. */
static bool has_strange_link(const char *text, const char *domain, const char *from_domain)
{
	for (const char *p = text; *p != '\0'; p++) {
		const char *host = NULL;
		size_t length;

		if (strncasecmp(p, "http://", 7) == 0 || strncasecmp(p, "https://", 8) == 0)
			host = strstr(p, "://") + 3;
		else if (strncasecmp(p, "www.", 4) == 0 && (p == text || !is_name_character(p[-1])))
			host = p;
		if (host == NULL)
			continue;
		if (strncasecmp(host, "www.", 4) == 0)
			host += 4;
		for (length = 0; is_name_character(host[length]);)
			length++;
		if (!is_at_home(host, length, domain) && !is_at_home(host, length, from_domain))
			return true;
	}
	return false;
}

/* The mailboxes in To and Reply-To that a form's visitor may have typed in. */
static enum truth find_link_in_name(const struct wb_message *message)
{
	static const char *const fields[] = { "To", "Reply-To" };
	struct wb_mail_address from = { .address = "" }, mailbox;
	enum truth truth = not_found(message);

	(void)read_only_mailbox(message, "From", &from);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		const char *from_domain = wb_mail_address_domain(from.address), *domain;
		char name[WB_MAIL_ADDRESS_NAME_SIZE];
		size_t characters;

		if (!read_only_mailbox(message, fields[i], &mailbox) || is_of_domain(&mailbox, from_domain))
			continue;
		domain = wb_mail_address_domain(mailbox.address);
		characters = wb_encoded_word_decode(mailbox.name, name, sizeof(name));
		if (has_strange_link(name, domain, from_domain))
			return YES;
		if (characters == WB_ENCODED_WORD_UNCOUNTED)
			truth = UNKNOWN;
		/* Where there is no name, programs write the address once more. */
		else if (characters > WB_MESSAGE_NAME_CHARACTERS && strstr(name, mailbox.address) == NULL)
			return YES;
	}
	return truth;
}

static enum truth find_no_text_part(const struct wb_message *message)
{
	static const char *const types[] = { "text/", "multipart/", "message/" };
	size_t count = wb_message_find(message, "Content-Type", NULL);
	char value[WB_MESSAGE_VALUE_SIZE];

	if (count != 1)
		return count == 0 ? not_found(message) : UNKNOWN;
	wb_message_value(message, "Content-Type", value, sizeof(value));
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (strncasecmp(value, types[i], strlen(types[i])) == 0)
			return NO;
	}
	/* RFC 2045 section 5.1: what is no type at all may have meant anything. */
	return value[strcspn(value, "/;, ")] == '/' ? YES : UNKNOWN;
}

static void note(struct wb_truths *truths, enum wb_message_fact fact, enum truth truth)
{
	if (truth == YES)
		truths->yes |= 1u << fact;
	else if (truth == UNKNOWN)
		truths->unknown |= 1u << fact;
}

static void find_origin(const struct wb_message *message, const struct wb_query *query, const struct wb_message_asks *asks,
    uint32_t wanted, struct wb_truths *truths)
{
	struct wb_received received;
	enum wb_message_origin origin = wb_message_origin_find(message, query, &received);
	enum truth listed = NO, end_user = NO;

	if (origin == WB_MESSAGE_ORIGIN_UNKNOWN || origin == WB_MESSAGE_ORIGIN_DOUBTFUL) {
		listed = end_user = UNKNOWN;
	} else if (origin == WB_MESSAGE_ORIGIN_STRANGER) {
		if ((wanted & 1u << WB_MESSAGE_RECEIVED_LISTED) == 0 || asks->is_listed == NULL)
			listed = UNKNOWN;
		else if (asks->is_listed(asks->context, &received.address))
			listed = YES;
		if (asks->name_holds_address == NULL)
			end_user = UNKNOWN;
		else if (asks->name_holds_address(received.name, &received.address))
			end_user = YES;
	}
	note(truths, WB_MESSAGE_RECEIVED_LISTED, listed);
	note(truths, WB_MESSAGE_RECEIVED_END_USER, end_user);
}

static enum truth find_sender_changes(const struct wb_message_asks *asks)
{
	enum wb_status status = asks->sender_changes != NULL ? asks->sender_changes(asks->context) : WB_UNAVAILABLE;

	return status == WB_OK ? YES : status == WB_NOT_FOUND ? NO : UNKNOWN;
}

struct wb_truths wb_message_facts_find(
    const struct wb_message *message, const struct wb_query *query, const struct wb_message_asks *asks, uint32_t wanted)
{
	struct wb_truths truths = { 0 };

	if ((wanted & 1u << WB_MESSAGE_REPEATED_HEADER) != 0)
		note(&truths, WB_MESSAGE_REPEATED_HEADER, find_repeated_header(message));
	if ((wanted & 1u << WB_MESSAGE_REPLY_TO_IS_TO) != 0)
		note(&truths, WB_MESSAGE_REPLY_TO_IS_TO, find_reply_to_is_to(message));
	if ((wanted & 1u << WB_MESSAGE_LINK_IN_NAME) != 0)
		note(&truths, WB_MESSAGE_LINK_IN_NAME, find_link_in_name(message));
	if ((wanted & 1u << WB_MESSAGE_NO_TEXT_PART) != 0)
		note(&truths, WB_MESSAGE_NO_TEXT_PART, find_no_text_part(message));
	if ((wanted & 1u << WB_MESSAGE_FROM_SCRIPT) != 0)
		note(&truths, WB_MESSAGE_FROM_SCRIPT, wb_script_has_sent(message) ? YES : not_found(message));
	if ((wanted & 1u << WB_MESSAGE_SENDER_CHANGES) != 0)
		note(&truths, WB_MESSAGE_SENDER_CHANGES, find_sender_changes(asks));
	if ((wanted & (1u << WB_MESSAGE_RECEIVED_LISTED | 1u << WB_MESSAGE_RECEIVED_END_USER)) != 0)
		find_origin(message, query, asks, wanted, &truths);
	truths.yes &= wanted;
	truths.unknown &= wanted;
	return truths;
}
