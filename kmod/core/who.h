/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VFIOV_WHO_H
#define VFIOV_WHO_H

#include <linux/audit.h>
#include <linux/cred.h>
#include <linux/sched.h>
#include <linux/uidgid.h>

/* The process that requests something; ids are those of the initial namespaces. */
struct vfiov_who {
	u32 pid;
	u32 uid;
	u32 loginuid;
	char comm[TASK_COMM_LEN];
};

static inline void vfiov_who_current(struct vfiov_who *who)
{
	who->pid = task_tgid_nr(current);
	who->uid = from_kuid(&init_user_ns, current_uid());
	who->loginuid = from_kuid(&init_user_ns, audit_get_loginuid(current));
	get_task_comm(who->comm, current);
}

#endif
