// SPDX-License-Identifier: GPL-2.0-only
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <syslog.h>

#include <linux/magic.h>
#include <linux/rtnetlink.h>
#include <netlink/msg.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>

#include "log.h"
#include "policy/names-read.h"
#include "policy/policy.h"
#include "recheck.h"
#include "state.h"
#include "watch.h"

static_assert(sizeof(((struct vd_watch *)NULL)->host_name) == VFV_HOST_SIZE, "host names fit");

static void take_link(struct vd_manager *m, const struct vfv_link *link, bool gone)
{
	struct vd_watch *w = &m->watch;
	char pf[VFIOV_BDF_MAX + 1];
	bool known = *vd_ifaces_pf(&w->ifaces, link->ifindex);

	(void)vd_ifaces_take(&w->ifaces, m->options.root, link, gone, pf);
	if (*pf && (known || !w->filling))
		vd_recheck_pf(m, pf);
}

static int on_message(struct nl_msg *msg, void *userdata)
{
	struct vfv_link link;
	int r = vfv_link_parse(nlmsg_hdr(msg), &link);

	if (r >= 0)
		take_link(userdata, &link, r == 1);
	return NL_OK;
}

static int on_finish(struct nl_msg *msg _unused_, void *userdata)
{
	((struct vd_manager *)userdata)->watch.filling = false;
	return NL_OK;
}

/* The known names may be out of date. */
static void refill(struct vd_manager *m)
{
	struct vd_watch *w = &m->watch;

	vd_ifaces_done(&w->ifaces);
	/* Without a list every event counts as a change, which costs a check and misses nothing. */
	w->filling = vfv_link_ask(w->socket) >= 0;
	if (!w->filling)
		vd_log_limited(m, LOG_WARNING, "Cannot list network interfaces");
}

static int on_links(sd_event_source *source _unused_, int fd _unused_, uint32_t events _unused_,
		    void *userdata)
{
	struct vd_manager *m = userdata;
	int r = nl_recvmsgs_default(m->watch.socket);

	/* Some events were lost, because there were too many. */
	if (r == -NLE_NOMEM || r == -NLE_DUMP_INTR) {
		vd_log_limited(m, LOG_INFO, "Network interface events were lost, listing again");
		refill(m);
		vd_recheck_all(m);
	}
	return 0;
}

static int open_links(struct vd_manager *m)
{
	struct vd_watch *w = &m->watch;
	int r;

	r = vfv_link_listen(&w->socket);
	if (r < 0)
		return r;
	nl_socket_modify_cb(w->socket, NL_CB_VALID, NL_CB_CUSTOM, on_message, m);
	nl_socket_modify_cb(w->socket, NL_CB_FINISH, NL_CB_CUSTOM, on_finish, m);
	r = sd_event_add_io(m->event, &w->links, nl_socket_get_fd(w->socket), EPOLLIN, on_links, m);
	if (r < 0)
		return r;
	refill(m);
	return 0;
}

/* udev has finished with an interface, so its name is final. */
static int on_udev(sd_device_monitor *monitor _unused_, sd_device *device, void *userdata)
{
	struct vd_manager *m = userdata;
	const char *pf;
	int ifindex;

	if (sd_device_get_ifindex(device, &ifindex) < 0)
		return 0;
	pf = vd_ifaces_pf(&m->watch.ifaces, ifindex);
	if (*pf)
		vd_recheck_pf(m, pf);
	return 0;
}

static int open_udev(struct vd_manager *m)
{
	struct vd_watch *w = &m->watch;
	int r;

	r = sd_device_monitor_new(&w->udev);
	if (r >= 0)
		r = sd_device_monitor_filter_add_match_subsystem_devtype(w->udev, "net", NULL);
	if (r >= 0)
		r = sd_device_monitor_attach_event(w->udev, m->event);
	if (r >= 0)
		r = sd_device_monitor_start(w->udev, on_udev, m);
	return r;
}

static void close_all(struct vd_watch *w)
{
	w->links = sd_event_source_disable_unref(w->links);
	w->udev = sd_device_monitor_unref(w->udev);
	nl_socket_free(TAKE_PTR(w->socket));
	vd_ifaces_done(&w->ifaces);
}

void vd_watch_policy(struct vd_manager *m)
{
	const struct vfv_uses *uses = vfv_policy_uses(m->policy.current);
	struct vd_watch *w = &m->watch;
	int r;

	if (!m->event || *m->options.root || (uses->netdev || uses->port) == (w->socket != NULL))
		return;
	if (w->socket) {
		close_all(w);
		return;
	}
	r = open_links(m);
	if (r >= 0)
		r = open_udev(m);
	if (r >= 0)
		return;
	close_all(w);
	vd_log(m, LOG_WARNING,
	       "Cannot watch names of network interfaces: %s; use "
	       "\"vfiovctl reset\" after a change",
	       strerror(-r));
}

void vd_watch_host(struct vd_manager *m)
{
	struct vfv_names now = { 0 };
	struct vd_watch *w = &m->watch;

	vfv_names_read_host(m->options.root, &now);
	if (!strcmp(now.host, w->host_name))
		return;
	strcpy(w->host_name, now.host);
	if (vfv_policy_uses(m->policy.current)->host)
		vd_recheck_all(m);
}

static int on_host(sd_event_source *source _unused_, int fd _unused_, uint32_t events _unused_,
		   void *userdata)
{
	vd_watch_host(userdata);
	return 0;
}

/*
 * The file to poll for the host's name. The unit hides this file, and opens it as standard input
 * instead.
 */
static int open_hostname(void)
{
	int fd = open("/proc/sys/kernel/hostname", O_RDONLY | O_CLOEXEC | O_NOCTTY);
	struct statfs fs;
	struct stat st;

	if (fd >= 0)
		return fd;
	if (fstat(STDIN_FILENO, &st) < 0 || !S_ISREG(st.st_mode) ||
	    fstatfs(STDIN_FILENO, &fs) < 0 || fs.f_type != PROC_SUPER_MAGIC)
		return -ENOENT;
	return fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

int vd_watch_start(struct vd_manager *m)
{
	struct vd_watch *w = &m->watch;
	struct vfv_names now = { 0 };
	int r = 0;

	w->hostname = -1;
	vfv_names_read_host(m->options.root, &now);
	strcpy(w->host_name, now.host);
	vd_watch_policy(m);
	if (*m->options.root)
		return 0;
	w->hostname = open_hostname();
	/* The source is edge-triggered, because the file is always readable. */
	if (w->hostname >= 0)
		r = sd_event_add_io(m->event, &w->host, w->hostname, EPOLLPRI | EPOLLET, on_host, m);
	if (w->hostname < 0 || r < 0)
		vd_log(m, LOG_DEBUG,
		       "Cannot watch the host name; a change is noticed at the next wake-up");
	return 0;
}

void vd_watch_stop(struct vd_manager *m)
{
	struct vd_watch *w = &m->watch;

	close_all(w);
	w->host = sd_event_source_disable_unref(w->host);
	if (w->hostname >= 0)
		close(w->hostname);
	w->hostname = -1;
}
