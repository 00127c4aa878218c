/* SPDX-License-Identifier: GPL-2.0-only */
/* Fault injection: rules that select admin commands and change their answers. */
#pragma once

#include "qemu/osdep.h"
#include "qemu/queue.h"

#define VFDEV_FAULT_ANY (-1)
#define VFDEV_FAULT_UNSET (-1)

struct vfdev_fault {
	unsigned id; /* from 1 */
	/* the commands that match; VFDEV_FAULT_ANY also matches those without a VF or an offset */
	int64_t vf;
	int64_t op;
	int64_t offset;
	int64_t skip;  /* this many matches pass unchanged */
	int64_t times; /* the rule is then applied to this many, or to all with VFDEV_FAULT_ANY */
	uint64_t hits;
	/* the changes to these commands; VFDEV_FAULT_UNSET means no change */
	int64_t status; /* the command is not executed; the answer has this status */
	int64_t qualifier;
	int64_t delay_us;
	int64_t short_len; /* only this many bytes of the result, with a matching used length */
	int64_t used;	   /* the reported used length, regardless of the written length */
	bool hold;	   /* not answered until it is released */
	bool quiet;	   /* answered without an interrupt */
	bool breaks;	   /* never answered, and the device needs a reset */
	uint8_t *data;	   /* the result, instead of the device's own */
	size_t data_len;
	QTAILQ_ENTRY(vfdev_fault) link;
};

struct vfdev_faults {
	QTAILQ_HEAD(, vfdev_fault) list;
	unsigned last_id;
};

void vfdev_faults_init(struct vfdev_faults *faults);
/*
 * Returns a rule that matches everything and does nothing. vfdev_fault_add() passes it to the list,
 * which then owns it.
 */
struct vfdev_fault *vfdev_fault_new(void);
void vfdev_fault_free(struct vfdev_fault *fault);
unsigned vfdev_fault_add(struct vfdev_faults *faults, struct vfdev_fault *fault);
/* Returns false if no rule has this id. */
bool vfdev_fault_delete(struct vfdev_faults *faults, unsigned id);
void vfdev_faults_clear(struct vfdev_faults *faults);
void vfdev_faults_print(const struct vfdev_faults *faults, GString *out);

/*
 * Returns the first rule that applies to this command, or NULL, and counts a hit. A rule that is
 * used up stays in the list, so that its hits can be read.
 */
const struct vfdev_fault *vfdev_fault_match(struct vfdev_faults *faults, uint64_t member,
					    unsigned op, int offset);
