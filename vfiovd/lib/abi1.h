/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * ABI 1 of the family sends profiles and reasons as numbers (genl-spec/vfiov.yaml) and supports
 * only one driver. Everything above the netlink client uses words (word.h). This file converts
 * between them.
 */

#include "enums.h"
#include "word.h"

/* The driver whose VFs the family reports. */
#define VFV_ABI1_DRIVER VFV_MODULE_NAME

extern const struct vfv_enum vfv_abi1_profiles;
extern const struct vfv_enum vfv_abi1_missing;

/* The word for VALUE, or "unknown" if this version does not know it. */
void vfv_abi1_word(const struct vfv_enum *e, uint32_t value, char word[static VFV_WORD_SIZE]);

/* The words for the bits of MASK, bit 0 first; a single "unknown" for all unknown bits. */
void vfv_abi1_words(const struct vfv_enum *e, uint32_t mask, struct vfv_words *words);

/* The bits for WORDS; a word without a number has no bit. */
uint32_t vfv_abi1_mask(const struct vfv_enum *e, const struct vfv_words *words);
