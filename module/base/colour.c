/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* colour.c - see colour.h */
#include "base/colour.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define CONTRAST_MIN 4.5
#define FLARE 0.05 /* light that any screen reflects: added to both sides of the ratio */

static bool parse(const char *colour, double parts_r[3])
{
	unsigned parts[3];

	if (strlen(colour) != 7 || colour[0] != '#' || strspn(colour + 1, "0123456789abcdefABCDEF") != 6 ||
	    sscanf(colour + 1, "%2x%2x%2x", &parts[0], &parts[1], &parts[2]) != 3)
		return false;
	for (int i = 0; i < 3; i++)
		parts_r[i] = parts[i] / 255.0;
	return true;
}

/* Relative luminance of sRGB: linear below the knee, then a power. */
static double luminance(const double parts[3])
{
	static const double shares[3] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (int i = 0; i < 3; i++)
		sum += shares[i] * (parts[i] <= 0.04045 ? parts[i] / 12.92 : pow((parts[i] + 0.055) / 1.055, 2.4));
	return sum;
}

bool wb_colour_is_readable(const char *text, const char *page)
{
	double a[3], b[3], lighter, darker;

	if (!parse(text, a) || !parse(page, b))
		return false;
	lighter = fmax(luminance(a), luminance(b));
	darker = fmin(luminance(a), luminance(b));
	return (lighter + FLARE) / (darker + FLARE) >= CONTRAST_MIN;
}
