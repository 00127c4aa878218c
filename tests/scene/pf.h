/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/* Removes a PF and restores it through sysfs, as an administrator or the latch of a slot does. */

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/* A write to a sysfs file that may take long, in a separate thread. */
struct pf_action {
	char path[256], text[64];
	pthread_t thread;
	atomic_bool done;
	int result; /* 0 or a negative errno */
	uint64_t took_ns;
};

/* Unbinds or binds the driver of the PF's virtio device. */
void pf_virtio_unbind(struct pf_action *action, const char *pf);
void pf_virtio_bind(struct pf_action *action, const char *pf);
/* Unbinds or binds the PF's PCI driver. */
void pf_driver_unbind(struct pf_action *action, const char *pf);
void pf_driver_bind(struct pf_action *action, const char *pf);
void pf_remove(struct pf_action *action, const char *pf);
void pf_rescan(struct pf_action *action);
void pf_reset(struct pf_action *action, const char *pf);
/* Sets the number of VFs; 0 disables SR-IOV. */
void pf_vfs(struct pf_action *action, const char *pf, unsigned int num);

/* Returns whether the PF's driver has negotiated this feature, one of the first 64. */
bool pf_has_feature(const char *pf, unsigned int bit);

/* Waits for the action and returns its result; after -ETIMEDOUT, it is still running. */
int pf_wait(struct pf_action *action, unsigned int timeout_ms);

/* Restores the PF's drivers and VFs from any state. Errors end the test with "Bail out!". */
void pf_repair(const char *pf);
