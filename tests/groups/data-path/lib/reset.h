/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * Registers of an open VF that its driver caches, to see what becomes of them when the function loses its
 * state. Functions without a result give up with "Bail out!".
 */

#include "lib/rig.h"

/* Status ACKNOWLEDGE and DRIVER, and an address of queue 0. Both are then read without a command. */
void reset_set_up(struct rig *rig);

/* Whether neither register is what reset_set_up() has written: it is reset, or the read fails. */
bool reset_is_seen(struct rig *rig);

/* What a PF needs to answer again with its VFs: BARs, decoding, SR-IOV. */
struct reset_saved {
	uint32_t bar[6];
	uint16_t command;
	uint32_t vf_bar[6];
	uint32_t page_size;
	uint16_t num_vfs, control;
};

/*
 * Saves it, and writes it back after a reset of which the kernel does not know. Without that the VFs
 * stay away, and the kernel waits a minute for each that is closed.
 */
void reset_save(const char *pf, struct reset_saved *saved);
void reset_restore(const char *pf, const struct reset_saved *saved);

/* The function's own reset, by the config file of sysfs: no driver and no kernel hears of it. */
void reset_by_hand(const char *bdf);
