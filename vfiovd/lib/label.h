/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * What the daemon tells the kernel as the rule that decided, and what comes back in a VF's state and
 * in the audit: "NAME at FILE:LINE", "(default)", or one of these.
 */

#include <stdbool.h>

/* A rule's name, and the key whose fact is not known. At most VFIOV_TEXT_MAX bytes. */
#define VFV_LABEL_UNJUDGED "rule %s could not be judged: %s is not known"

/* The place of the first error: there is no policy, so every VF is native. */
#define VFV_LABEL_INVALID "policy INVALID, see %s"

/* Bytes of a rule's name, and of a key's, with their NUL. */
enum { VFV_LABEL_NAME_SIZE = 64, VFV_LABEL_KEY_SIZE = 16 };

/* Is LABEL that of a rule that could not be judged? Then set NAME and KEY. */
bool vfv_label_unjudged(const char *label, char name[VFV_LABEL_NAME_SIZE],
			char key[VFV_LABEL_KEY_SIZE]);

/* The place in LABEL when it is that of no policy, NULL otherwise. */
const char *vfv_label_invalid(const char *label);
