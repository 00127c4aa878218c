/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "change.h"
#include "event.h"
#include "fail.h"
#include "inventory.h"
#include "target.h"

struct monitor {
	struct cmd *cmd;
	struct cmd_targets targets;
	bool filtered;
	struct vfv_vf *known; /* the VFs as they were last seen */
	size_t n;
	bool has_status;
	struct vfv_status status;
	bool silent;   /* at the start: only store the state, print nothing */
	bool renewed;  /* the module was loaded again: read everything */
	int unwritten; /* the errno of a failed write to standard output */
	int error;
};

static bool is_wanted(const struct monitor *m, const char *bdf)
{
	for (size_t i = 0; i < m->targets.n; i++)
		if (!strcmp(m->targets.items[i]->vf.bdf, bdf))
			return true;
	return !m->filtered;
}

static void report_all(const struct monitor *m, const struct vfv_vf *before,
		       const struct vfv_vf *after)
{
	unsigned int changes = cmd_changes(before, after);

	if (m->silent || !is_wanted(m, after ? after->bdf : before->bdf))
		return;
	for (unsigned int i = 0; i < CMD_N_CHANGES; i++)
		if (changes >> i & 1)
			cmd_event_vf(m->cmd, (enum cmd_change)i, before, after);
}

static struct vfv_vf *find_known(struct monitor *m, const char *bdf)
{
	for (size_t i = 0; i < m->n; i++)
		if (!strcmp(m->known[i].bdf, bdf))
			return &m->known[i];
	return NULL;
}

static void see(struct monitor *m, const struct vfv_vf *vf)
{
	struct vfv_vf *known = find_known(m, vf->bdf), *grown;

	report_all(m, known, vf);
	if (!known) {
		grown = reallocarray(m->known, m->n + 1, sizeof(*grown));
		if (!grown) {
			m->error = -ENOMEM;
			return;
		}
		m->known = grown;
		known = &m->known[m->n++];
	}
	*known = *vf;
}

static void lose(struct monitor *m, const char *bdf)
{
	struct vfv_vf *known = find_known(m, bdf);

	if (!known)
		return;
	report_all(m, known, NULL);
	*known = m->known[--m->n];
}

/*
 * Events go to everybody, so they lack the data that only administrators may see. Request that
 * data.
 */
static void see_more(struct monitor *m, struct vfv_vf vf)
{
	struct vfv_vf now;

	if (vfv_genl_vf_get(m->cmd->genl, vf.bdf, &now, NULL) == 0) {
		const uint32_t more = 1U << VFIOV_A_VF_SERIAL | 1U << VFIOV_A_VF_STATS |
				      1U << VFIOV_A_VF_GUEST |
				      (vf.open_count ? 1U << VFIOV_A_VF_OPEN_PID : 0);

		vf.present |= now.present & more;
		vf.serial = now.serial;
		vf.stats = now.stats;
		vf.guest = now.guest;
		vf.open_pid = vf.open_count ? now.open_pid : 0;
	}
	see(m, &vf);
}

static void see_status(struct monitor *m, const struct vfv_status *status)
{
	bool was = m->has_status && vfv_has(&m->status, VFIOV_A_STATUS_OWNER_NAME);
	bool is = vfv_has(status, VFIOV_A_STATUS_OWNER_NAME);
	bool other = was != is || (is && m->status.owner_pid != status->owner_pid);

	if (!m->silent && other)
		cmd_event_daemon(m->cmd, "daemon", status);
	else if (!m->silent && is &&
		 (m->status.policy_generation != status->policy_generation ||
		  strcmp(m->status.policy_error, status->policy_error)))
		cmd_event_daemon(m->cmd, "policy", status);
	m->status = *status;
	m->has_status = true;
}

static void take_notice(const struct vfv_notice *notice, void *userdata)
{
	struct monitor *m = userdata;

	switch (notice->type) {
	case VFV_NOTICE_FAMILY_NEW:
		m->renewed = true;
		break;
	case VFV_NOTICE_FAMILY_GONE:
		m->cmd->resolved = false;
		while (m->n)
			lose(m, m->known[0].bdf);
		cmd_event_module(m->cmd, "unloaded", "module unloaded");
		break;
	case VFV_NOTICE_STATUS:
		see_status(m, &notice->status);
		break;
	case VFV_NOTICE_VF:
		see_more(m, notice->vf);
		break;
	case VFV_NOTICE_VF_GONE:
		lose(m, notice->vf.bdf);
		break;
	case VFV_NOTICE_REQUEST:
	case VFV_NOTICE_AUDIT:
		break;
	}
}

static bool is_in(const struct vfv_vf *vfs, size_t n, const char *bdf)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(vfs[i].bdf, bdf))
			return true;
	return false;
}

/* Read everything, and report what differs from the known state. */
static int resync(struct monitor *m)
{
	_cleanup_free_ struct vfv_vf *vfs = NULL;
	struct vfv_status status;
	size_t n = 0;
	int r = vfv_genl_status_get(m->cmd->genl, &status, NULL);

	if (r >= 0)
		r = vfv_genl_vf_dump(m->cmd->genl, &vfs, &n, NULL);
	if (r < 0)
		return r;
	see_status(m, &status);
	for (size_t i = m->n; i-- > 0;)
		if (!is_in(vfs, n, m->known[i].bdf))
			lose(m, m->known[i].bdf);
	for (size_t i = 0; vfs && i < n; i++)
		see(m, &vfs[i]);
	return 0;
}

/* The module was loaded, for the first time or again. */
static int join(struct monitor *m)
{
	int r = cmd_connect(m->cmd);

	if (r >= 0)
		r = vfv_genl_join(m->cmd->genl, VFV_GROUP_VF);
	return r < 0 ? r : resync(m);
}

static int turn(struct monitor *m)
{
	struct pollfd fd = { .fd = vfv_genl_events_fd(m->cmd->genl), .events = POLLIN };
	int r;

	if (poll(&fd, 1, -1) < 0)
		return errno == EINTR ? 0 : -errno;
	r = vfv_genl_events_read(m->cmd->genl, take_notice, m);
	if (r == -ENOBUFS) {
		cmd_event_module(m->cmd, "lost", "events were lost, state was read again");
		r = m->cmd->resolved ? resync(m) : 0;
	}
	if (r >= 0 && m->renewed) {
		m->renewed = false;
		m->cmd->resolved = false;
		cmd_event_module(m->cmd, "loaded", "module loaded");
		r = join(m);
		/* It may have been unloaded again, which the next event reports. */
		if (r == -ENOENT)
			r = 0;
	}
	/* Flush, because a reader of the output waits for it. */
	if (fflush(stdout) == EOF || ferror(stdout))
		m->unwritten = errno ? errno : EIO;
	return r < 0 ? r : m->error;
}

static int watch(struct monitor *m)
{
	int r = cmd_connect(m->cmd);

	if (cmd_is_offline(m->cmd) || (r < 0 && r != -ENOENT))
		return r;
	r = vfv_genl_events_open(m->cmd->genl);
	if (r < 0)
		return r;
	m->silent = true;
	r = join(m);
	m->silent = false;
	if (r == -ENOENT && !m->cmd->json)
		fprintf(stderr, "vfiovctl: module is not loaded, waiting for it\n");
	while ((r >= 0 || r == -ENOENT) && !m->unwritten)
		r = turn(m);
	return r;
}

enum cmd_exit cmd_monitor(struct cmd *cmd, int argc, char **argv)
{
	_cleanup_(cmd_inventory_done) struct cmd_inventory inventory = { 0 };
	struct monitor m = { .cmd = cmd, .filtered = argc > 0 };
	enum cmd_exit code = CMD_OK;

	if (m.filtered) {
		code = cmd_inventory_read(cmd, &inventory);
		if (code == CMD_OK)
			code = cmd_targets_find(cmd, &inventory, argv, (size_t)argc, &m.targets);
	}
	if (code == CMD_OK) {
		int r = watch(&m);

		/* As for all verbs, it is not a failure if the reader closes the pipe. */
		if (!m.unwritten)
			code = cmd_fail_connect(cmd, r);
		else if (m.unwritten != EPIPE)
			code = cmd_fail(cmd, CMD_FAILED, NULL, "standard output: %s",
					strerror(m.unwritten));
	}
	cmd_targets_done(&m.targets);
	free(m.known);
	return code;
}
