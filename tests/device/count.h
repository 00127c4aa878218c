/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters of a PF since its creation or their last reset. */
#pragma once

#include "qemu/osdep.h"

/* Opcodes from here on, and members from total_vfs + 1 on, share the last slot. */
#define VFDEV_COUNT_OPS 64

enum vfdev_doorbell_via { VFDEV_DOORBELL_OWNER, VFDEV_DOORBELL_MEMBER, VFDEV_DOORBELL_VIAS };
enum vfdev_doorbell_kind {
	VFDEV_DOORBELL_GOOD,  /* 16 bits, at the address itself */
	VFDEV_DOORBELL_WIDTH, /* any other width */
	VFDEV_DOORBELL_PLACE, /* not at the address */
	VFDEV_DOORBELL_READ,
	VFDEV_DOORBELL_KINDS
};

/* Errors of a driver that a device must tolerate. */
enum vfdev_odd {
	VFDEV_ODD_RESERVED, /* a reserved byte is not zero */
	VFDEV_ODD_MULTIPLE, /* the length of a part of a command is not a multiple of 64 bits */
	VFDEV_ODD_USE_BUSY, /* LIST_USE while a command is outstanding */
	VFDEV_ODD_VFE_BUSY, /* VF Enable cleared while a command is outstanding */
	VFDEV_ODD_UNUSED,   /* a command that LIST_USE did not list */
	VFDEV_ODDS
};

struct vfdev_count {
	uint64_t commands;
	uint64_t errors; /* answered with a status other than OK */
};

struct vfdev_counts {
	unsigned members; /* total_vfs; slot 0 is the group itself, slot members + 1 the rest */
	struct vfdev_count *commands;
	uint64_t (*doorbells)[VFDEV_DOORBELL_VIAS][VFDEV_DOORBELL_KINDS];
	uint64_t odd[VFDEV_ODDS];
};

const char *vfdev_doorbell_via_name(enum vfdev_doorbell_via via);

void vfdev_counts_init(struct vfdev_counts *counts, unsigned total_vfs);
void vfdev_counts_free(struct vfdev_counts *counts);
void vfdev_counts_reset(struct vfdev_counts *counts);
struct vfdev_count *vfdev_counts_command(struct vfdev_counts *counts, uint64_t member, unsigned op);
void vfdev_counts_doorbell(struct vfdev_counts *counts, unsigned vf, enum vfdev_doorbell_via via,
			   enum vfdev_doorbell_kind kind);

/* A vf or op of -1 stands for all. Counters that are zero are not printed. */
void vfdev_counts_print(struct vfdev_counts *counts, int64_t vf, int64_t op, GString *out);
