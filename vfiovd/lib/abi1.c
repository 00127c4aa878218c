// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include <linux/vfiov.h>

#include "macro.h"
#include "abi1.h"

static const char *const profile_names[] = {
	[VFIOV_PROFILE_NATIVE] = "native",
	[VFIOV_PROFILE_TRANSITIONAL] = "transitional",
	[VFIOV_PROFILE_LEGACY] = "legacy",
};

static const char *const missing_names[] = {
	[VFIOV_MISSING_NOT_A_VF] = "not-a-vf",
	[VFIOV_MISSING_PF_DRIVER] = "pf-driver",
	[VFIOV_MISSING_LEGACY_COMMANDS] = "legacy-commands",
	[VFIOV_MISSING_BAR0_IN_USE] = "bar0-in-use",
	[VFIOV_MISSING_DEVICE_TYPE] = "device-type",
	[VFIOV_MISSING_NOTIFY] = "notify",
	[VFIOV_MISSING_MIGRATION] = "migration",
};

const struct vfv_enum vfv_abi1_profiles = { profile_names, ARRAY_SIZE(profile_names) };
const struct vfv_enum vfv_abi1_missing = { missing_names, ARRAY_SIZE(missing_names) };

void vfv_abi1_word(const struct vfv_enum *e, uint32_t value, char word[static VFV_WORD_SIZE])
{
	snprintf(word, VFV_WORD_SIZE, "%s", vfv_enum_name(e, value));
}

void vfv_abi1_words(const struct vfv_enum *e, uint32_t mask, struct vfv_words *words)
{
	*words = (struct vfv_words){ 0 };
	for (uint32_t i = 0; i < 32; i++)
		if (mask >> i & 1)
			(void)vfv_words_add(words, vfv_enum_name(e, i));
}

uint32_t vfv_abi1_mask(const struct vfv_enum *e, const struct vfv_words *words)
{
	uint32_t mask = 0, value;

	for (uint32_t i = 0; i < words->n; i++)
		if (vfv_enum_value(e, words->items[i], &value) == 0)
			mask |= 1U << value;
	return mask;
}
