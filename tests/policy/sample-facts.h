/* SPDX-License-Identifier: GPL-2.0-only */
/* A device for tests and fuzzers. */
#pragma once

#include "policy/policy.h"

/*
 * Returns the profiles that a device supports: native, transitional and legacy, by the bits of
 * @mask.
 */
static inline const struct vfv_words *sample_can(unsigned int mask)
{
	static const struct vfv_words sets[] = {
		{ 0 },
		{ 1, { "native" } },
		{ 1, { "transitional" } },
		{ 2, { "native", "transitional" } },
		{ 1, { "legacy" } },
		{ 2, { "native", "legacy" } },
		{ 2, { "transitional", "legacy" } },
		{ 3, { "native", "transitional", "legacy" } },
	};

	return &sets[mask];
}

/* A third-party driver with its own profile and two that it shares with ours. */
#define SAMPLE_DRIVER "igb_vfio_pci"
#define SAMPLE_DECLARATION                                                                         \
	"driver = \"igb_vfio_pci\"; profiles = ( { name = \"native\"; }, { name = \"reduced\"; }," \
	" { name = \"legacy\"; } );"

/*
 * Initializers for the PCI data of a VF of this device, in struct vfv_facts and in struct vfv_vf.
 */
#define SAMPLE_IDENTITY                                                 \
	.vendor = 0x1af4, .device = 0x1041, .subsystem_vendor = 0x1af4, \
	.subsystem_device = 0x1100, .class = 0x020000, .numa_node = 0,  \
	.serial = 0x00154dfffe123456

/*
 * Returns the facts of VF @index of the PF 0000:3b:00.0, ens1f0np0. The VF supports all profiles.
 */
static inline struct vfv_facts sample_facts(uint32_t index)
{
	return (struct vfv_facts){
		.vf = { 0, 0x3b, (uint8_t)(index + 1) },
		.known = VFV_FACTS_ALL,
		.has_pf = true,
		.pf = { 0, 0x3b, 0 },
		.index = index,
		SAMPLE_IDENTITY,
		.available = sample_can(7),
		.migratable = true,
		.n_pf_names = 1,
		.pf_names = { "ens1f0np0" },
		.pf_port = "p0",
		.host = "hv-a03",
		.driver = "vfiov_vfio_pci",
	};
}
