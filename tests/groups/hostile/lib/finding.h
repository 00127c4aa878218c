/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* What must never be seen, counted by kind, from any thread. The first ones go to notes. */

#include <stdbool.h>

#include "lib/macro.h"
#include "scene/tap.h"

enum finding_kind {
	FINDING_ERROR, /* an error that nobody should see */
	FINDING_BYTE,  /* a byte that another guest wrote */
	FINDING_GRANT, /* more than native without a grant in the audit, or other than the audit says */
	FINDING_AUDIT, /* a record that is missing, or there twice */
	FINDING_HANG,
	FINDING_KINDS,
};

void finding(enum finding_kind kind, const char *what, ...) _printf_(2, 3);
/* Whether there is any. */
bool finding_any(void);
/* A claim for each kind. */
void finding_claims(struct tap *tap);
