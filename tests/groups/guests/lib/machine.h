/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The guest's machine type. It is pc, with the VF in slot 5. With the environment variable
 * GUEST_MACHINE=q35 it is q35, with the VF behind a root port.
 */

#include <stdbool.h>

/* What the names of files and figures end with: "" or "-q35". */
const char *machine_suffix(void);
/* QEMU's -machine. Without graphics the firmware's console is the first serial line. */
const char *machine_option(bool graphics);
/* QEMU's -device for each root port, the last one NULL. */
const char *const *machine_ports(void);
/* The -device option that places the VF, "key=value". */
const char *machine_vf_place(void);
/* The same option for a second VF, which the guest finds after the first. */
const char *machine_second_place(void);
/* The VF's directory in the guest's sysfs. */
const char *machine_vf_sysfs(void);
