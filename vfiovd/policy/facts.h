/* SPDX-License-Identifier: GPL-2.0-only */
/* The facts that a policy uses, from the kernel's data about a VF and from other sources. */
#pragma once

#include <net/if.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/link.h"
#include "lib/msg.h"
#include "lib/sysfs.h"
#include "lib/word.h"

#include "bdf.h"

/* The facts about a VF. */
enum vfv_fact {
	VFV_FACT_PF, /* has_pf, pf, index */
	VFV_FACT_NAMES,
	VFV_FACT_ID,
	VFV_FACT_SUBSYSTEM,
	VFV_FACT_CLASS,
	VFV_FACT_AVAILABLE,
	VFV_FACT_MIGRATABLE,
	VFV_FACT_PORT,
	VFV_FACT_SERIAL,
	VFV_FACT_NUMA,
	VFV_FACT_HOST,
	VFV_FACT_DRIVER,
	VFV_FACT_BDF, /* the fact about the field vf; not known when the VF does not exist */
	VFV_N_FACTS,
};

enum {
	VFV_FACTS_ALL = (1U << VFV_N_FACTS) - 1,
	VFV_PF_NAMES_MAX = 16, /* a PF with more of them counts as having unknown names */
};

/*
 * The facts that a decision can use. A fact is known, or known to be absent (NULL, 0, -1 or false,
 * as below), or not known. The field of a fact that is not known is zero. Strings are borrowed for
 * the call.
 */
struct vfv_facts {
	uint32_t known; /* bit (1 << VFV_FACT_x) for each fact that is known, or known to be
			 * absent */
	struct vfv_bdf vf;
	bool has_pf; /* false: absent, not a VF */
	struct vfv_bdf pf;
	uint32_t index; /* VF number under its PF, from 0 */
	uint16_t vendor;
	uint16_t device;
	uint16_t subsystem_vendor;
	uint16_t subsystem_device;
	uint32_t class;			   /* 24 bits: class, subclass, programming interface */
	int32_t numa_node;		   /* -1 when there is none */
	const struct vfv_words *available; /* profiles; NULL: native only */
	bool migratable;
	uint64_t serial; /* PCIe Device Serial Number of the PF, 0: absent */
	size_t n_pf_names;
	const char *pf_names[VFV_PF_NAMES_MAX]; /* all names of the PF's network interface */
	const char *pf_port;			/* its phys_port_name */
	const char *driver; /* driver that the VF is bound to; it has the profiles in available */
	const char *host;   /* name of this machine, without the domain */
};

static inline bool vfv_knows(const struct vfv_facts *facts, enum vfv_fact fact)
{
	return facts->known >> fact & 1;
}

enum { VFV_HOST_SIZE = 65 }; /* bytes of a host name with its NUL (HOST_NAME_MAX) */

/* Names that the kernel does not send with a VF. "" is absent. */
struct vfv_names {
	uint32_t known; /* bits of VFV_FACT_NAMES, _PORT and _HOST; not set for names that are
			 * not final */
	size_t n_pf;
	char pf[VFV_PF_NAMES_MAX][VFV_ALT_NAME_SIZE]; /* the interface's name, then alternative
						       * names */
	char port[VFV_PORT_NAME_SIZE];
	char host[VFV_HOST_SIZE];
};

static inline bool vfv_names_know(const struct vfv_names *names, enum vfv_fact fact)
{
	return names->known >> fact & 1;
}

/*
 * The names that some rule uses, among those that are not in the kernel's message or that may
 * change. The others need not be known.
 */
struct vfv_uses {
	bool netdev;
	bool port;
	bool host;
};

/**
 * vfv_facts_make - gather the known facts
 * @bdf: address of the VF, because the vf nest of a request has none
 * @vf: attributes that are missing are not known, except that a PF without a serial number has
 *	none. Borrowed by @facts
 * @names: borrowed by @facts
 *
 * Return: 0, -EINVAL if @bdf or an address in @vf is invalid.
 */
int vfv_facts_make(const char *bdf, const struct vfv_vf *vf, const struct vfv_names *names,
		   struct vfv_facts *facts);

/* Add the known names to @facts, which borrows them. */
void vfv_facts_take_names(const struct vfv_names *names, struct vfv_facts *facts);
