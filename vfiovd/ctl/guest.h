/* SPDX-License-Identifier: GPL-2.0-only */
/* Generates a guest's configuration for a VF. */
#pragma once

#include "inventory.h"
#include "program-version.h"

enum { CMD_GUEST_TEXT = 512, CMD_GUEST_NOTES = 6, CMD_GUEST_NOTE = 200 };

/* The configuration for one VF; zero-initialise. */
struct cmd_guest {
	const struct cmd_vf *vf;
	struct cmd_version version; /* version of QEMU or libvirt */
	char text[CMD_GUEST_TEXT];  /* lines for the configuration */
	size_t n_notes;
	char notes[CMD_GUEST_NOTES][CMD_GUEST_NOTE]; /* notes on other things to know or do */
};

/* Add a sentence; it is dropped if there is no room. */
void cmd_guest_note(struct cmd_guest *guest, const char *format, ...) _printf_(2, 3);

/* Fill in options for QEMU's command line, or an element for libvirt's domain. */
void cmd_guest_qemu(const struct cmd *cmd, struct cmd_guest *guest);
void cmd_guest_libvirt(const struct cmd *cmd, struct cmd_guest *guest);
