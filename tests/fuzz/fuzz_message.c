/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * fuzz_message.c - any bytes as a message: header, empty line, body. Each reader of a header gets each of its fields, and the facts and
 * the script are asked for. Copies of the exact size are read, so that a byte too many is seen.
 */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "verdict/encoded_word.h"
#include "verdict/mail_address.h"
#include "verdict/message_fact.h"
#include "verdict/message_view.h"
#include "verdict/query.h"
#include "verdict/received.h"
#include "verdict/script.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void want(bool is_so)
{
	if (!is_so)
		abort();
}

static char *copy_of(const uint8_t *bytes, size_t size)
{
	char *copy = malloc(size + (size == 0));

	want(copy != NULL);
	if (size > 0)
		memcpy(copy, bytes, size);
	return copy;
}

static bool is_terminated(const char *text, size_t size)
{
	return memchr(text, '\0', size) != NULL;
}

static void read_value(const char *text)
{
	char *value = (char *)copy_of((const uint8_t *)text, strlen(text) + 1), decoded[64];
	struct wb_mail_address mailbox;
	struct wb_received received;

	if (wb_mail_address_read(value, &mailbox) == 0)
		want(mailbox.name[0] == '\0' && mailbox.address[0] == '\0');
	want(is_terminated(mailbox.name, sizeof(mailbox.name)) && is_terminated(mailbox.address, sizeof(mailbox.address)));
	wb_received_read(value, &received);
	want(is_terminated(received.helo, sizeof(received.helo)) && is_terminated(received.name, sizeof(received.name)) &&
	    is_terminated(received.by, sizeof(received.by)) && is_terminated(received.protocol, sizeof(received.protocol)) &&
	    is_terminated(received.recipient, sizeof(received.recipient)));
	wb_encoded_word_decode(value, decoded, sizeof(decoded));
	want(is_terminated(decoded, sizeof(decoded)));
	free(value);
}

static void read_fields(const struct wb_message *message, const char *headers, size_t headers_size)
{
	want(message->field_count <= WB_MESSAGE_FIELDS_MAX);
	for (size_t i = 0; i < message->field_count; i++) {
		const struct wb_field *field = &message->fields[i];
		char value[WB_MESSAGE_VALUE_SIZE], small[5];

		want(field->name >= headers && field->name_length > 0 && field->value >= field->name + field->name_length + 1 &&
		    field->value + field->value_length <= headers + headers_size);
		want(wb_field_unfold(field, value, sizeof(value)) == strlen(value) && strpbrk(value, "\r\n") == NULL);
		want(wb_field_unfold(field, small, sizeof(small)) == strlen(small));
		read_value(value);
	}
}

static bool is_listed(void *context, const struct wb_address *address)
{
	(void)context;
	return (address->bytes[15] & 1) != 0;
}

static bool name_holds_address(const char *name, const struct wb_address *address)
{
	return strlen(name) % 2 == (address->bytes[14] & 1u);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct wb_message message;
	/* Whom the seeds' topmost Received field names. */
	static const struct wb_query query = { .client = { { [10] = 0xff, [11] = 0xff, [12] = 192, 0, 2, 25 } },
		.name = "mail.example.net",
		.recipients = "bob@example.org, ann@example.org" };
	static const struct wb_message_asks asks = { is_listed, NULL, NULL, name_holds_address };
	const uint8_t *gap = memmem(bytes, size, "\n\n", 2);
	size_t headers_size = gap == NULL ? size : (size_t)(gap + 1 - bytes);
	size_t body_size = gap == NULL ? 0 : size - headers_size - 1;
	char *headers = copy_of(bytes, headers_size), *body = copy_of(bytes + size - body_size, body_size);
	char script[WB_SCRIPT_SIZE];
	struct wb_truths truths;

	wb_message_read(headers, headers_size, body, body_size, &message);
	read_fields(&message, headers, headers_size);
	want(message.body_size <= WB_MESSAGE_BODY_MAX && message.body_size <= body_size);
	want(message.has_lines == (memchr(message.body, '\n', message.body_size) != NULL));
	truths = wb_message_facts_find(&message, &query, &asks, UINT32_MAX);
	want((truths.yes & truths.unknown) == 0 && (truths.yes | truths.unknown) < 1u << WB_MESSAGE_FACTS);
	want(wb_script_describe(&message, script) == (script[0] != '\0'));
	want(strlen(script) < sizeof(script) && wb_text_is_printable(script));
	free(headers);
	free(body);
	return 0;
}
