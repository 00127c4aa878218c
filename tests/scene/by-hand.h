/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Resets of a function through its config file in sysfs, which neither the kernel nor a driver
 * notices. Errors end the test with "Bail out!".
 */

#include <stdint.h>

/* State without which a PF and its VFs do not answer: BARs, decoding, SR-IOV. */
struct reset_saved {
	uint32_t bar[6];
	uint16_t command;
	uint32_t vf_bar[6];
	uint32_t page_size;
	uint16_t num_vfs, control;
};

/*
 * Save this state, and restore it after a reset without the kernel's knowledge. Otherwise the VFs
 * stay inaccessible, and the kernel waits a minute for each one that is closed.
 */
void reset_save(const char *pf, struct reset_saved *saved);
void reset_restore(const char *pf, const struct reset_saved *saved);

/* Sets the FLR bit of the function. */
void reset_by_hand(const char *bdf);
