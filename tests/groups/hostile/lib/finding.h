/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Counts results that must never occur, by kind; any thread may report them. The first ones are
 * printed as notes.
 */

#include <stdbool.h>

#include "lib/macro.h"
#include "scene/tap.h"

enum finding_kind {
	FINDING_ERROR, /* an error that must not occur */
	FINDING_BYTE,  /* a byte that another guest wrote */
	FINDING_GRANT, /* more than native without a grant in the audit, or something that
		        * contradicts the audit */
	FINDING_AUDIT, /* a missing or duplicate record */
	FINDING_HANG,
	FINDING_KINDS,
};

void finding(enum finding_kind kind, const char *what, ...) _printf_(2, 3);
/* Returns whether there is any finding. */
bool finding_any(void);
/* Makes a test claim for each kind. */
void finding_claims(struct tap *tap);
