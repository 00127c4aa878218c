// SPDX-License-Identifier: GPL-2.0-only
#include "machine.h"

#include <stdlib.h>
#include <string.h>

static bool is_q35(void)
{
	const char *name = getenv("GUEST_MACHINE");

	return name && !strcmp(name, "q35");
}

const char *machine_suffix(void)
{
	return is_q35() ? "-q35" : "";
}

const char *machine_option(bool graphics)
{
	if (is_q35())
		return graphics ? "q35" : "q35,graphics=off";
	return graphics ? "pc" : "pc,graphics=off";
}

const char *const *machine_ports(void)
{
	static const char *const none[] = { NULL };
	static const char *const two[] = {
		"pcie-root-port,id=vf-port,chassis=5,addr=5,io-reserve=4k",
		"pcie-root-port,id=second-port,chassis=6,addr=6,io-reserve=4k",
		NULL,
	};

	return is_q35() ? two : none;
}

const char *machine_vf_place(void)
{
	return is_q35() ? "bus=vf-port" : "addr=5";
}

const char *machine_second_place(void)
{
	return is_q35() ? "bus=second-port" : "addr=6";
}

const char *machine_vf_sysfs(void)
{
	return is_q35() ? "/sys/bus/pci/devices/0000:01:00.0" : "/sys/bus/pci/devices/0000:00:05.0";
}
