/* SPDX-License-Identifier: GPL-2.0-only */
#pragma once

/*
 * The attribute sets of genl-spec/vfiov.yaml as plain structs without pointers: they can be copied
 * by assignment and need not be freed.
 *
 * Bit N of "present" says that attribute N was in the message. The field of a missing attribute is
 * zero. Names of profiles, reasons, counters and drivers are words (word.h); a missing word is "".
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/vfiov.h>

#include "word.h"

struct nlattr;

/* vfv_has(&vf, VFIOV_A_VF_PENDING) */
#define vfv_has(object, attribute) (((object)->present >> (attribute)) & 1U)

struct vfv_counter {
	uint32_t present;
	char name[VFV_WORD_SIZE];
	uint64_t value;
};

struct vfv_vf_stats {
	uint32_t present;
	uint32_t n_counters;
	struct vfv_counter counters[VFV_WORDS_MAX]; /* in the order of the driver's table */
};

/* What the guest has done with an open VF; each attribute is absent when it is not known. */
struct vfv_guest {
	uint32_t present;
	char driver[VFV_WORD_SIZE];	/* the interface that its driver uses, or "none" */
	char interrupts[VFV_WORD_SIZE]; /* "none", "pin", "msi" or "msi-x" */
	uint8_t io;
	uint8_t memory;
	uint8_t bus_master;
	uint32_t status; /* last device status */
};

struct vfv_set_result {
	uint32_t present;
	uint32_t verdict; /* absent while the request waits */
	uint64_t ticket;
	char profile[VFV_WORD_SIZE];
	uint32_t cause;
	char rule[VFIOV_TEXT_MAX + 1];
};

struct vfv_vf {
	uint32_t present;
	char bdf[VFIOV_BDF_MAX + 1];
	char pf[VFIOV_BDF_MAX + 1];
	uint32_t index;
	uint16_t vendor;
	uint16_t device;
	uint16_t subsystem_vendor;
	uint16_t subsystem_device;
	uint32_t class;
	int32_t numa_node;
	char driver[VFV_WORD_SIZE]; /* driver that the VF is bound to; it defines the words */
	struct vfv_words available;
	struct vfv_words missing;
	uint8_t migratable;
	uint8_t migration;
	bool waiting;
	char current[VFV_WORD_SIZE];
	char pending[VFV_WORD_SIZE]; /* absent when it equals current */
	uint32_t source;
	uint32_t cause;
	char rule[VFIOV_TEXT_MAX + 1];
	uint64_t policy_generation;
	uint32_t open_count;
	uint32_t open_pid;
	uint64_t serial; /* serial number of the PF; absent when the PF has none */
	struct vfv_set_result set;
	struct vfv_vf_stats stats;
	struct vfv_guest guest; /* absent when the VF is not open */
};

struct vfv_process {
	uint32_t present;
	uint32_t pid;
	uint32_t uid;
	uint32_t loginuid; /* UINT32_MAX when unset */
	char comm[VFIOV_COMM_MAX + 1];
};

struct vfv_request {
	uint32_t present;
	char bdf[VFIOV_BDF_MAX + 1];
	uint64_t cookie;
	uint32_t kind;
	char profile[VFV_WORD_SIZE]; /* requested by a set */
	uint8_t migration;	     /* requested by a set */
	uint8_t explicit;
	char reason[VFIOV_TEXT_MAX + 1];
	uint32_t age_ms;
	uint64_t ticket;
	uint32_t verdict;
	char rule[VFIOV_TEXT_MAX + 1];
	uint64_t policy_generation;
	uint32_t level; /* enum vfiov_level */
	struct vfv_process requester;
	struct vfv_vf vf; /* data for the policy; vf.bdf is not set, see bdf */
};

struct vfv_stats {
	uint32_t present;
	uint64_t requests;
	uint64_t decisions;
	uint64_t defaults;
	uint64_t refused;
	uint64_t stale;
	uint64_t opens;
	uint64_t owners;
	uint64_t audit_seq;
	uint64_t audit_acked;
	uint32_t audit_held;
	uint64_t audit_lost;
};

struct vfv_status {
	uint32_t present;
	uint32_t abi;
	char version[VFIOV_TEXT_MAX + 1];
	uint8_t instance[VFIOV_INSTANCE_LEN];
	char owner_name[VFIOV_TEXT_MAX + 1]; /* absent when there is no owner */
	uint32_t owner_pid;
	uint64_t policy_generation;
	char policy_hash[VFIOV_TEXT_MAX + 1];
	uint32_t vfs;
	uint32_t waiting;
	uint32_t open_wait_ms;
	uint32_t grace_ms;
	uint32_t ring_size;
	struct vfv_stats stats;
	char policy_error[VFIOV_TEXT_MAX + 1]; /* absent when the files have no errors */
};

struct vfv_audit_record {
	uint32_t present;
	uint8_t instance[VFIOV_INSTANCE_LEN];
	uint64_t seq;
	uint32_t event;
	uint64_t time; /* ns since the epoch */
	char bdf[VFIOV_BDF_MAX + 1];
	char pf[VFIOV_BDF_MAX + 1];
	uint32_t index;
	char driver[VFV_WORD_SIZE]; /* driver that the VF was bound to */
	char profile_old[VFV_WORD_SIZE];
	char profile[VFV_WORD_SIZE];
	uint8_t migration;
	uint8_t explicit;
	uint32_t source;
	uint32_t cause;
	uint32_t kind;
	char rule[VFIOV_TEXT_MAX + 1];
	uint64_t policy_generation;
	uint64_t ticket;
	uint64_t latency_us;
	uint64_t lost;
	uint32_t error;
	uint32_t level; /* enum vfiov_level */
	uint64_t count; /* number of events; absent for one */
	uint64_t time_last;
	bool crowded;	/* the record represents events in any order, from any requester */
	uint64_t bytes; /* size of the state of a migration */
	char text[VFIOV_TEXT_MAX + 1];
	struct vfv_process requester;
};

struct vfv_doorbell {
	uint32_t present;
	uint32_t count;
	uint64_t seq;
};

struct vfv_profile_info {
	uint32_t present;
	char name[VFV_WORD_SIZE];
	char summary[VFIOV_TEXT_MAX + 1];
	char effect[VFIOV_TEXT_MAX + 1];
	char gate[VFV_WORD_SIZE]; /* "" for none */
};

struct vfv_reason_info {
	uint32_t present;
	char name[VFV_WORD_SIZE];
	char text[VFIOV_TEXT_MAX + 1];
	bool migration; /* the reason prevents migration, not a profile */
};

struct vfv_counter_info {
	uint32_t present;
	char name[VFV_WORD_SIZE];
	char text[VFIOV_TEXT_MAX + 1];
};

/* A registered driver and its table. */
struct vfv_driver_info {
	uint32_t present;
	char name[VFV_WORD_SIZE];
	uint32_t vfs;
	uint32_t n_profiles;
	uint32_t n_reasons;
	uint32_t n_counters;
	struct vfv_profile_info profiles[VFV_WORDS_MAX]; /* the first is native */
	struct vfv_reason_info reasons[VFV_WORDS_MAX];
	struct vfv_counter_info counters[VFV_WORDS_MAX];
};

/* Describes how a set is read (msg-set.h). */
struct vfv_attr_set;

extern const struct vfv_attr_set vfv_vf_set;
extern const struct vfv_attr_set vfv_request_set;
extern const struct vfv_attr_set vfv_status_set;
extern const struct vfv_attr_set vfv_audit_set;
extern const struct vfv_attr_set vfv_doorbell_set;
extern const struct vfv_attr_set vfv_driver_set;

/*
 * Read the LEN bytes of attributes at HEAD into OBJECT, the struct that belongs to SET; it is
 * cleared first. Attributes that this version does not know are skipped. Returns 0, or -EBADMSG for
 * an attribute with a wrong length, a string without a NUL, a string longer than the spec's limit, a
 * name that is not a word, or more elements than OBJECT has room for.
 */
int vfv_msg_parse(const struct vfv_attr_set *set, const struct nlattr *head, int len, void *object);

/* The spec's name of an attribute, NULL for one that this version does not know. */
const char *vfv_msg_attr_name(const struct vfv_attr_set *set, unsigned int type);

/* The set nested in attribute TYPE of SET, NULL if it is not a nest. */
const struct vfv_attr_set *vfv_msg_attr_nest(const struct vfv_attr_set *set, unsigned int type);

/* The value of a counter, 0 if the driver does not have it. */
uint64_t vfv_counter_value(const struct vfv_vf_stats *stats, const char *name);

/* A module instance as text, like 1b4e28ba-2fa1-11d2-883f-0016d3cca427. */
void vfv_instance_format(const uint8_t instance[static VFIOV_INSTANCE_LEN], char text[static 37]);
