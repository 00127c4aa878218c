/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Registers of an open VF that its driver caches, to detect whether they are dropped when the
 * function loses its state. Functions without a result end the test with "Bail out!".
 */

#include "lib/rig.h"

/*
 * Sets Device Status to ACKNOWLEDGE and DRIVER, and an address of queue 0. Both are then read
 * without a command.
 */
void reset_set_up(struct rig *rig);

/*
 * Returns whether neither register has the value from reset_set_up(): it is reset, or the read
 * fails.
 */
bool reset_is_seen(struct rig *rig);

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

/*
 * Resets the function with its FLR bit through the config file in sysfs; neither the kernel nor a
 * driver notices it.
 */
void reset_by_hand(const char *bdf);
