/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Removes a PF and brings it back, through sysfs, as an administrator or a slot's latch does. */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* A write to a file in sysfs that may take long, in a thread of its own. */
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
/* Sets the number of VFs; 0 turns SR-IOV off. */
void pf_vfs(struct pf_action *action, const char *pf, unsigned int num);

/* Returns whether its driver has negotiated this feature, one of the first 64. */
bool pf_has_feature(const char *pf, unsigned int bit);

/* Waits for the action and returns its result; after -ETIMEDOUT it still runs. */
int pf_wait(struct pf_action *action, unsigned int timeout_ms);

/* Restores the PF's drivers and VFs after anything. Gives up with "Bail out!". */
void pf_repair(const char *pf);
