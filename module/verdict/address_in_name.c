/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* address_in_name.c - see address_in_name.h */
#include "verdict/address_in_name.h"

#include <stdint.h>
#include <string.h>

#define PARTS_MAX (WB_ADDRESS_IN_NAME_MAX + 1) /* with nothing but separators between them */
#define NO_OCTET (-1)
#define OCTETS 4
#define OCTET_DIGITS 3
#define TWO_DIGITS 10 /* smaller numbers are in too many names to say anything */
#define GROUPS 8
#define GROUP_DIGITS 4
#define HALF_GROUPS 4
#define NIBBLES 32
#define HALF_NIBBLES 16
#define V4_NIBBLES 8

/* A run of digits, and its number: an octet, if it equals one. */
struct number {
	int octet;
	size_t begin, end;
};

struct numbers {
	struct number items[PARTS_MAX];
	size_t count;
};

/* What stands between two separators. */
struct group {
	const char *text;
	size_t length;
	int value; /* of one to four hex digits, else -1 */
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static int nibble_of(char c)
{
	if (is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_separator(char c)
{
	return c == '-' || c == '.' || c == '_';
}

static int octet_of(const char *digits, size_t length)
{
	int value = 0;

	if (length > OCTET_DIGITS)
		return NO_OCTET;
	for (size_t i = 0; i < length; i++)
		value = 10 * value + (digits[i] - '0');
	return value;
}

static void read_numbers(const char *text, size_t length, struct numbers *numbers_r)
{
	numbers_r->count = 0;
	for (size_t i = 0; i < length;) {
		size_t end = i;

		while (end < length && is_digit(text[end]))
			end++;
		if (end > i)
			numbers_r->items[numbers_r->count++] = (struct number){ octet_of(text + i, end - i), i, end };
		i = end + 1;
	}
}

/* The four are the address's, in any order. */
static bool are_octets(const uint8_t octets[OCTETS], const int found[OCTETS])
{
	unsigned used = 0;

	for (size_t i = 0; i < OCTETS; i++) {
		size_t k;

		for (k = 0; k < OCTETS && ((used >> k & 1) != 0 || octets[k] != found[i]); k++)
			;
		if (k == OCTETS)
			return false;
		used |= 1U << k;
	}
	return true;
}

/* Twelve digits and more: three for each octet. */
static bool has_padded_octets(const char *text, const struct numbers *numbers, const uint8_t octets[OCTETS])
{
	for (size_t i = 0; i < numbers->count; i++) {
		for (size_t at = numbers->items[i].begin; at + OCTETS * OCTET_DIGITS <= numbers->items[i].end; at++) {
			int found[OCTETS];

			for (size_t k = 0; k < OCTETS; k++)
				found[k] = octet_of(text + at + k * OCTET_DIGITS, OCTET_DIGITS);
			if (are_octets(octets, found))
				return true;
		}
	}
	return false;
}

/* Forwards or backwards, and not all of them small. */
static bool are_in_order(const struct number *numbers, const uint8_t *octets, size_t count)
{
	bool forwards = true, backwards = true, is_small = true;

	for (size_t i = 0; i < count; i++) {
		forwards = forwards && numbers[i].octet == octets[i];
		backwards = backwards && numbers[i].octet == octets[count - 1 - i];
		is_small = is_small && octets[i] < TWO_DIGITS;
	}
	return (forwards || backwards) && !is_small;
}

/* The next number stands one character behind this one. */
static bool is_joined(const char *text, const struct numbers *numbers, size_t i)
{
	const struct number *number = &numbers->items[i];

	return i + 1 < numbers->count && number[1].begin == number->end + 1 &&
	    (is_separator(text[number->end]) || text[number->end] == 'x');
}

/* count numbers from here are joined, and no other is to them. */
static bool is_run(const char *text, const struct numbers *numbers, size_t i, size_t count)
{
	if (i > 0 && is_joined(text, numbers, i - 1))
		return false;
	for (; count > 1; count--, i++) {
		if (!is_joined(text, numbers, i))
			return false;
	}
	return !is_joined(text, numbers, i);
}

static bool has_all_octets(const char *text, const struct numbers *numbers, const uint8_t octets[OCTETS])
{
	bool is_small = octets[0] < TWO_DIGITS && octets[1] < TWO_DIGITS && octets[2] < TWO_DIGITS && octets[3] < TWO_DIGITS;

	for (size_t i = 0; i + OCTETS <= numbers->count; i++) {
		const struct number *of = &numbers->items[i];
		const int found[OCTETS] = { of[0].octet, of[1].octet, of[2].octet, of[3].octet };

		/* Of a name such as "node5.rack9.dc1-2" nobody knows. */
		if (are_octets(octets, found) && (!is_small || is_run(text, numbers, i, OCTETS)))
			return true;
	}
	return false;
}

static bool has_three_octets(const char *text, const struct numbers *numbers, const uint8_t octets[OCTETS])
{
	for (size_t i = 0; i + 3 <= numbers->count; i++) {
		if (is_run(text, numbers, i, 3) &&
		    (are_in_order(&numbers->items[i], octets, 3) || are_in_order(&numbers->items[i], octets + 1, 3)))
			return true;
	}
	return false;
}

/* True when count nibbles, forwards or backwards, stand in text, whatever separates them. */
static bool has_nibbles(const char *text, size_t length, const uint8_t *nibbles, size_t count)
{
	uint8_t found[WB_ADDRESS_IN_NAME_MAX];
	size_t found_count = 0;

	for (size_t i = 0; i < length; i++) {
		bool forwards = true, backwards = true;
		int nibble = nibble_of(text[i]);

		if (nibble < 0 && !is_separator(text[i]))
			found_count = 0;
		if (nibble < 0)
			continue;
		found[found_count++] = (uint8_t)nibble;
		if (found_count < count)
			continue;
		for (size_t k = 0; k < count; k++) {
			forwards = forwards && found[found_count - count + k] == nibbles[k];
			backwards = backwards && found[found_count - 1 - k] == nibbles[k];
		}
		if (forwards || backwards)
			return true;
	}
	return false;
}

static void split_nibbles(const uint8_t *bytes, size_t count, uint8_t *nibbles_r)
{
	for (size_t i = 0; i < count; i++) {
		nibbles_r[2 * i] = bytes[i] >> 4;
		nibbles_r[2 * i + 1] = bytes[i] & 0xf;
	}
}

/* Of octets in hex, backwards is octet by octet. */
static bool has_hex_octets(const char *text, size_t length, const uint8_t octets[OCTETS])
{
	const uint8_t reversed[OCTETS] = { octets[3], octets[2], octets[1], octets[0] };
	uint8_t nibbles[V4_NIBBLES], reversed_nibbles[V4_NIBBLES];

	split_nibbles(octets, OCTETS, nibbles);
	split_nibbles(reversed, OCTETS, reversed_nibbles);
	return has_nibbles(text, length, nibbles, V4_NIBBLES) || has_nibbles(text, length, reversed_nibbles, V4_NIBBLES);
}

static bool is_v4_whole(const char *text, size_t length, const uint8_t octets[OCTETS])
{
	struct numbers numbers;

	read_numbers(text, length, &numbers);
	return has_all_octets(text, &numbers, octets) || has_padded_octets(text, &numbers, octets) ||
	    has_three_octets(text, &numbers, octets) || has_hex_octets(text, length, octets);
}

static struct group group_of(const char *text, size_t length)
{
	struct group group = { text, length, 0 };

	if (length == 0 || length > GROUP_DIGITS)
		group.value = -1;
	for (size_t i = 0; i < length && group.value >= 0; i++) {
		int nibble = nibble_of(text[i]);

		group.value = nibble < 0 ? -1 : group.value << 4 | nibble;
	}
	return group;
}

static size_t read_groups(const char *text, size_t length, struct group groups_r[PARTS_MAX])
{
	size_t count = 0, begin = 0;

	for (size_t i = 0; i <= length; i++) {
		if (i < length && !is_separator(text[i]))
			continue;
		groups_r[count++] = group_of(text + begin, i - begin);
		begin = i + 1;
	}
	return count;
}

/* The first of several may have a word before it: "ip2001-db8--66". */
static bool is_first_group(const struct group *group, unsigned wanted)
{
	for (size_t digits = 1; digits <= GROUP_DIGITS && digits < group->length; digits++) {
		const char *end = group->text + group->length - digits;

		if (is_letter(end[-1]) && group_of(end, digits).value == (int)wanted)
			return true;
	}
	return group->value == (int)wanted;
}

/* How many of groups are those of the address, from its first one on; none after a first that differs. */
static size_t count_equal(const struct group *groups, size_t count, const unsigned *wanted, size_t wanted_count)
{
	size_t equal = 0;

	if (count == 0 || !is_first_group(&groups[0], wanted[0]))
		return 0;
	for (equal = 1; equal < count && equal < wanted_count && groups[equal].value == (int)wanted[equal]; equal++)
		;
	return equal;
}

static bool are_zeros(const unsigned *wanted, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (wanted[i] != 0)
			return false;
	}
	return true;
}

/* What follows the "--" behind the first `before` groups is the rest of the address, but for zeros. */
static bool is_rest(const struct group *groups, size_t count, const unsigned wanted[GROUPS], size_t before)
{
	for (size_t after = 1; before + after < GROUPS && after <= count; after++) {
		const unsigned *rest = wanted + GROUPS - after;
		size_t i;

		for (i = 0; i < after && groups[i].value == (int)rest[i]; i++)
			;
		if (i == after && are_zeros(wanted + before, GROUPS - before - after))
			return true;
	}
	return false;
}

/* Of an address such as 2001:db8::1 these groups are in other names as well. */
static bool is_telling(const unsigned half[HALF_GROUPS])
{
	size_t filled = 0, long_ones = 0;

	for (size_t i = 0; i < HALF_GROUPS; i++) {
		filled += half[i] != 0;
		long_ones += half[i] > UINT8_MAX;
	}
	return filled >= 3 && long_ones >= 2;
}

static bool is_v6_whole(const char *text, size_t length, const struct wb_address *address)
{
	struct group groups[PARTS_MAX];
	size_t count = read_groups(text, length, groups);
	uint8_t nibbles[NIBBLES];
	unsigned wanted[GROUPS];

	for (size_t i = 0; i < GROUPS; i++)
		wanted[i] = (unsigned)address->bytes[2 * i] << 8 | address->bytes[2 * i + 1];
	for (size_t i = 0; i < count; i++) {
		size_t equal = count_equal(groups + i, count - i, wanted, GROUPS);

		if (equal >= HALF_GROUPS)
			return true;
		if (equal > 0 && i + equal < count && groups[i + equal].length == 0 &&
		    is_rest(groups + i + equal + 1, count - i - equal - 1, wanted, equal))
			return true;
		if (is_telling(wanted + HALF_GROUPS) &&
		    count_equal(groups + i, count - i, wanted + HALF_GROUPS, HALF_GROUPS) == HALF_GROUPS)
			return true;
	}
	split_nibbles(address->bytes, sizeof(address->bytes), nibbles);
	return has_nibbles(text, length, nibbles, HALF_NIBBLES) ||
	    has_nibbles(text, length, nibbles + HALF_NIBBLES, HALF_NIBBLES);
}

bool wb_address_in_name_is_whole(const char *text, size_t length, const struct wb_address *address)
{
	if (length > WB_ADDRESS_IN_NAME_MAX)
		length = WB_ADDRESS_IN_NAME_MAX;
	if (wb_address_is_v4(address))
		return is_v4_whole(text, length, address->bytes + sizeof(address->bytes) - OCTETS);
	return is_v6_whole(text, length, address);
}

/* A number here begins the name of one of many: it stands at the beginning of a label, or behind a word for any host. */
static bool is_numbered(const char *text, size_t begin)
{
	static const char *const words[] = { "addr", "address", "h", "host", "hosts", "ip", "net", "pc" };
	size_t end = begin, word;

	if (begin > 0 && is_separator(text[begin - 1]))
		end--;
	if (end == 0 || text[end] == '.')
		return true;
	for (word = end; word > 0 && is_letter(text[word - 1]); word--)
		;
	if (word > 0 && !is_separator(text[word - 1]))
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i]) == end - word && memcmp(words[i], text + word, end - word) == 0)
			return true;
	}
	return false;
}

bool wb_address_in_name_is_half(const char *text, size_t length, const struct wb_address *address)
{
	struct numbers numbers;

	if (!wb_address_is_v4(address))
		return false;
	if (length > WB_ADDRESS_IN_NAME_MAX)
		length = WB_ADDRESS_IN_NAME_MAX;
	read_numbers(text, length, &numbers);
	for (size_t i = 0; i + 2 <= numbers.count; i++) {
		size_t end = numbers.items[i + 1].end;

		if (is_run(text, &numbers, i, 2) && is_numbered(text, numbers.items[i].begin) &&
		    (end == length || is_separator(text[end])) &&
		    are_in_order(&numbers.items[i], address->bytes + sizeof(address->bytes) - 2, 2))
			return true;
	}
	return false;
}
