// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "label.h"
#include "macro.h"

bool vfv_label_unjudged(const char *label, char name[VFV_LABEL_NAME_SIZE],
			char key[VFV_LABEL_KEY_SIZE])
{
	int end = 0;

	/* Neither the name nor the key contains blanks. */
	return sscanf(label, "rule %63s could not be evaluated: %15s is not known%n", name, key,
		      &end) == 2 &&
	       end && !label[end];
}

const char *vfv_label_invalid(const char *label)
{
	static const size_t length = sizeof(VFV_LABEL_INVALID) - sizeof("%s");

	return strncmp(label, VFV_LABEL_INVALID, length) == 0 ? label + length : NULL;
}
