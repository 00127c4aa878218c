/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Taking a PF away and giving it back, by sysfs, as an administrator or a slot's latch does. */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* Something that may not return soon: a write to a file of sysfs, in a thread of its own. */
struct pf_action {
	char path[256], text[64];
	pthread_t thread;
	atomic_bool done;
	int result; /* 0 or a negative errno */
	uint64_t took_ns;
};

/* The PF's virtio device, which has a driver of its own. */
void pf_virtio_unbind(struct pf_action *action, const char *pf);
void pf_virtio_bind(struct pf_action *action, const char *pf);
/* The PF's PCI driver. */
void pf_driver_unbind(struct pf_action *action, const char *pf);
void pf_driver_bind(struct pf_action *action, const char *pf);
void pf_remove(struct pf_action *action, const char *pf);
void pf_rescan(struct pf_action *action);
void pf_reset(struct pf_action *action, const char *pf);
/* Another number of VFs; 0 turns SR-IOV off. */
void pf_vfs(struct pf_action *action, const char *pf, unsigned int num);

/* Whether its driver has negotiated this feature, one of the first 64. */
bool pf_has_feature(const char *pf, unsigned int bit);

/* Waits for the action: its result, or -ETIMEDOUT, and then it still goes on. */
int pf_wait(struct pf_action *action, unsigned int timeout_ms);

/* Whatever was done: the PF has its drivers, and VFs. Gives up with "Bail out!". */
void pf_repair(const char *pf);
