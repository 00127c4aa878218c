/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The guest's machine type. The default is pc, with the VF in slot 5. With GUEST_MACHINE=q35 in the
 * environment it is q35, with the VF behind a root port.
 */

#include <stdbool.h>

/* Returns the suffix of file and figure names: "" or "-q35". */
const char *machine_suffix(void);
/*
 * Returns the value of QEMU's -machine. Without graphics the firmware's console is the first serial
 * line.
 */
const char *machine_option(bool graphics);
/* Returns the value of QEMU's -device for each root port, NULL-terminated. */
const char *const *machine_ports(void);
/* Returns the -device option with the place of the VF, "key=value". */
const char *machine_vf_place(void);
/* Returns the same option for a second VF, which the guest finds after the first. */
const char *machine_second_place(void);
/* Returns the VF's directory in the guest's sysfs. */
const char *machine_vf_sysfs(void);
