/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The text that the daemon sends to the kernel for the rule that decided, and that the kernel
 * returns in a VF's state and in the audit: "NAME at FILE:LINE", "(default)", or one of these.
 */

#include <stdbool.h>

/* A rule's name, and the key whose fact is not known. At most VFIOV_TEXT_MAX bytes. */
#define VFV_LABEL_UNJUDGED "rule %s could not be evaluated: %s is not known"

/* The place of the first error. There is no policy, so every VF is native. */
#define VFV_LABEL_INVALID "policy INVALID, see %s"

/* Bytes of a rule's name, and of a key's, with their NUL. */
enum { VFV_LABEL_NAME_SIZE = 64, VFV_LABEL_KEY_SIZE = 16 };

/* Return true, and set NAME and KEY, if LABEL is for a rule that could not be evaluated. */
bool vfv_label_unjudged(const char *label, char name[VFV_LABEL_NAME_SIZE],
			char key[VFV_LABEL_KEY_SIZE]);

/* The place in LABEL if it is for an invalid policy, NULL otherwise. */
const char *vfv_label_invalid(const char *label);
