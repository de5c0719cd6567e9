/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/* setup_first.h - the snippet that the first version of `whyblock setup debian` put behind the head of its file. */
#ifndef WB_SETUP_FIRST_H
#define WB_SETUP_FIRST_H

#include <stdbool.h>

/* True when text is that snippet, with any path of the object, and nobody has changed it since. */
bool setup_first_match(const char *text);

#endif
