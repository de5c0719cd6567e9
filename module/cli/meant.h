/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SPDX-FileCopyrightText: 2026 the whyblock authors */
/*
 * meant.h - which name of the configuration somebody may have meant who wrote another one. NULL: none is near enough.
 */
#ifndef WB_CLI_MEANT_H
#define WB_CLI_MEANT_H

#include "config/config.h"

const char *cli_meant_feed(const struct wb_config *config, const char *written);

/* A zone, a rule or a feed: what a source of evidence is named by. Not when it is a part of one's name already. */
const char *cli_meant_source(const struct wb_config *config, const char *written);

#endif
