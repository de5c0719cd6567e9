/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * record.c - see record.h
 *
 * A field of the tail: tag (1), count of bytes (2), bytes.
 */
#include "base/record.h"

#include <string.h>

#include "base/bytes.h"
#include "base/text.h"

#define FIELD_HEAD_BYTES 3
#define FIELD_BYTES_MAX 0xffff

void wb_record_open_write(struct wb_record *record, unsigned char *bytes, size_t room)
{
	*record = (struct wb_record){ .out = bytes, .size = room };
}

void wb_record_open_read(struct wb_record *record, struct wb_blob bytes)
{
	*record = (struct wb_record){ .in = bytes.data, .size = bytes.size };
}

struct wb_blob wb_record_blob(const struct wb_record *record)
{
	return record->has_failed ? (struct wb_blob){ NULL, 0 } : (struct wb_blob){ record->out, record->at };
}

/* Goes on by so many bytes. False: there are not so many, or something was wrong before. */
static bool take(struct wb_record *record, size_t bytes)
{
	if (record->has_failed || bytes > record->size - record->at) {
		record->has_failed = true;
		return false;
	}
	record->at += bytes;
	return true;
}

void wb_record_bytes(struct wb_record *record, void *bytes, size_t count)
{
	size_t at = record->at;

	if (!take(record, count))
		return;
	if (record->out != NULL)
		memcpy(record->out + at, bytes, count);
	else
		memcpy(bytes, record->in + at, count);
}

uint64_t wb_record_number(struct wb_record *record, uint64_t number, size_t bytes)
{
	size_t at = record->at;

	if (!take(record, bytes))
		return 0;
	if (record->out == NULL)
		return wb_bytes_get(record->in + at, bytes);
	wb_bytes_put(record->out + at, number, bytes);
	return number;
}

unsigned wb_record_choice(struct wb_record *record, unsigned choice, unsigned count)
{
	choice = (unsigned)wb_record_number(record, choice, 1);
	if (choice < count)
		return choice;
	record->has_failed = true;
	return 0;
}

void wb_record_version(struct wb_record *record, unsigned version)
{
	if (wb_record_number(record, version, 1) != version)
		record->has_failed = true;
}

int64_t wb_record_time(struct wb_record *record, int64_t at_s)
{
	at_s = (int64_t)wb_record_number(record, (uint64_t)at_s, 8);
	if (at_s >= 0)
		return at_s;
	record->has_failed = true;
	return 0;
}

void wb_record_prefix(struct wb_record *record, struct wb_prefix *prefix)
{
	wb_record_bytes(record, prefix->address.bytes, sizeof(prefix->address.bytes));
	prefix->prefix_bits = (uint8_t)wb_record_number(record, prefix->prefix_bits, 1);
	if (record->out == NULL && !wb_prefix_is_valid(prefix))
		record->has_failed = true;
}

typedef void copy_text(char *buffer, size_t size, const char *foreign, size_t length);

/* The record must have room for the longest text that the buffer can hold, whatever is in it. */
static void put_text(struct wb_record *record, const char *text, size_t size, copy_text *copy)
{
	char *start = (char *)record->out + record->at;

	if (record->has_failed || size > record->size - record->at) {
		record->has_failed = true;
		return;
	}
	copy(start, size, text, strnlen(text, size));
	record->at += strlen(start) + 1;
}

static void get_text(struct wb_record *record, char *text, size_t size, copy_text *copy)
{
	const char *start = (const char *)record->in + record->at;
	size_t length = record->has_failed ? 0 : strnlen(start, record->size - record->at);

	text[0] = '\0';
	if (!take(record, length + 1))
		return;
	copy(text, size, start, length); /* cut when it is too long, and then another one */
	if (strcmp(text, start) != 0)
		record->has_failed = true;
}

void wb_record_text(struct wb_record *record, char *text, size_t size)
{
	if (record->out != NULL)
		put_text(record, text, size, wb_text_copy_utf8);
	else
		get_text(record, text, size, wb_text_copy_utf8);
}

void wb_record_lines(struct wb_record *record, char *text, size_t size)
{
	if (record->out != NULL)
		put_text(record, text, size, wb_text_copy_utf8_lines);
	else
		get_text(record, text, size, wb_text_copy_utf8_lines);
}

void wb_record_last_text(struct wb_record *record, char *text, size_t size)
{
	size_t left = record->size - record->at;
	size_t length;

	if (record->out != NULL) {
		wb_record_bytes(record, text, strnlen(text, size));
		record->is_open = true;
		return;
	}
	length = record->has_failed || left == 0 ? 0 : strnlen((const char *)record->in + record->at, left);
	if (length >= size) {
		record->has_failed = true;
		length = 0;
	}
	wb_record_bytes(record, text, length);
	text[length] = '\0';
	/* A NUL says that a tail follows: alone it is none. */
	if (length < left && (!take(record, 1) || record->at == record->size))
		record->has_failed = true;
}

void wb_record_string(struct wb_record *record, const char **string)
{
	size_t left = record->size - record->at;
	const unsigned char *end;

	if (record->out != NULL) {
		wb_record_bytes(record, (void *)(uintptr_t)*string, strlen(*string) + 1);
		return;
	}
	end = record->has_failed || left == 0 ? NULL : memchr(record->in + record->at, '\0', left);
	*string = end != NULL ? (const char *)record->in + record->at : "";
	if (end == NULL)
		record->has_failed = true;
	else
		record->at += (size_t)(end - (record->in + record->at)) + 1;
}

static void put_field(struct wb_record *record, uint8_t tag, const void *bytes, size_t count)
{
	size_t at = record->at + (record->is_open ? 1 : 0);

	if (count > FIELD_BYTES_MAX || !take(record, at - record->at + FIELD_HEAD_BYTES + count)) {
		record->has_failed = true;
		return;
	}
	if (record->is_open)
		record->out[at - 1] = '\0';
	record->is_open = false;
	record->out[at] = tag;
	wb_bytes_put(record->out + at + 1, count, FIELD_HEAD_BYTES - 1);
	memcpy(record->out + at + FIELD_HEAD_BYTES, bytes, count);
}

/* The field that begins at *at, which then stands behind it. False: none begins there. */
static bool next_field(const struct wb_record *record, size_t *at, uint8_t *tag_r, struct wb_blob *field_r)
{
	const unsigned char *start = record->in + *at;
	size_t left = record->size - *at;

	if (left < FIELD_HEAD_BYTES || start[0] == 0)
		return false;
	*tag_r = start[0];
	*field_r = (struct wb_blob){ start + FIELD_HEAD_BYTES, (size_t)wb_bytes_get(start + 1, FIELD_HEAD_BYTES - 1) };
	if (field_r->size > left - FIELD_HEAD_BYTES)
		return false;
	*at += FIELD_HEAD_BYTES + field_r->size;
	return true;
}

/* Empty: the record has no such field. */
static struct wb_blob find_field(const struct wb_record *record, uint8_t tag)
{
	size_t at = record->at;
	struct wb_blob field;
	uint8_t found;

	while (!record->has_failed && next_field(record, &at, &found, &field)) {
		if (found == tag)
			return field;
	}
	return (struct wb_blob){ NULL, 0 };
}

uint64_t wb_record_optional_number(struct wb_record *record, uint8_t tag, uint64_t number)
{
	unsigned char bytes[8];
	struct wb_blob field;

	if (record->out == NULL) {
		field = find_field(record, tag);
		record->has_failed = record->has_failed || field.size > sizeof(bytes);
		return record->has_failed ? 0 : wb_bytes_get(field.data, field.size);
	}
	wb_bytes_put(bytes, number, sizeof(bytes));
	if (number != 0)
		put_field(record, tag, bytes, sizeof(bytes));
	return number;
}

void wb_record_optional_text(struct wb_record *record, uint8_t tag, char *text, size_t size)
{
	size_t length;
	struct wb_blob field;

	if (record->out != NULL) {
		length = strnlen(text, size);
		if (length > 0)
			put_field(record, tag, text, length);
		return;
	}
	text[0] = '\0';
	field = find_field(record, tag);
	if (field.size == 0)
		return;
	if (field.size >= size || memchr(field.data, '\0', field.size) != NULL) {
		record->has_failed = true;
		return;
	}
	memcpy(text, field.data, field.size);
	text[field.size] = '\0';
}

bool wb_record_ends_key(const struct wb_record *record)
{
	return !record->has_failed && (record->out != NULL || record->at == record->size);
}

bool wb_record_ends_value(const struct wb_record *record)
{
	size_t at = record->at;
	struct wb_blob field;
	uint8_t tag;

	if (record->has_failed || record->out != NULL)
		return !record->has_failed;
	while (at < record->size) {
		if (!next_field(record, &at, &tag, &field))
			return false;
	}
	return true;
}
