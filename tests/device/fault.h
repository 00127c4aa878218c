/* SPDX-License-Identifier: GPL-2.0-only */
/* What a test wants to go wrong: rules that pick admin commands and spoil their answers. */
#pragma once

#include "qemu/osdep.h"
#include "qemu/queue.h"

#define VFDEV_FAULT_ANY (-1)
#define VFDEV_FAULT_UNSET (-1)

struct vfdev_fault {
	unsigned id; /* from 1 */
	/* which commands; VFDEV_FAULT_ANY matches also those that have no VF or no offset */
	int64_t vf;
	int64_t op;
	int64_t offset;
	int64_t skip;  /* so many matches pass untouched */
	int64_t times; /* then so many are spoilt; VFDEV_FAULT_ANY: all */
	uint64_t hits;
	/* what happens to them; VFDEV_FAULT_UNSET: not this */
	int64_t status; /* the command is not executed and answered with this */
	int64_t qualifier;
	int64_t delay_us;
	int64_t short_len; /* so many bytes of the result, and the used length says so */
	int64_t used;	   /* the used length says this, whatever was written */
	bool hold;	   /* no answer until it is released */
	bool quiet;	   /* answered without an interrupt */
	bool breaks;	   /* no answer ever, and the device needs a reset */
	uint8_t *data;	   /* the result, in place of the device's own */
	size_t data_len;
	QTAILQ_ENTRY(vfdev_fault) link;
};

struct vfdev_faults {
	QTAILQ_HEAD(, vfdev_fault) list;
	unsigned last_id;
};

void vfdev_faults_init(struct vfdev_faults *faults);
/* A rule that matches everything and does nothing. The list owns it from vfdev_fault_add() on. */
struct vfdev_fault *vfdev_fault_new(void);
void vfdev_fault_free(struct vfdev_fault *fault);
unsigned vfdev_fault_add(struct vfdev_faults *faults, struct vfdev_fault *fault);
/* false: there is none with that id */
bool vfdev_fault_delete(struct vfdev_faults *faults, unsigned id);
void vfdev_faults_clear(struct vfdev_faults *faults);
void vfdev_faults_print(const struct vfdev_faults *faults, GString *out);

/*
 * The first rule that is to be applied to this command, or NULL. It counts as applied.
 * A rule stays in the list when it is used up, so that its hits can be read.
 */
const struct vfdev_fault *vfdev_fault_match(struct vfdev_faults *faults, uint64_t member,
					    unsigned op, int offset);
