// SPDX-License-Identifier: GPL-2.0-only
#include "become.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "client/util.h"
#include "lib/macro.h"

int become_no_admin(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &head, data) < 0)
		return -errno;
	data[0].effective &= ~(1u << CAP_NET_ADMIN);
	data[0].permitted &= ~(1u << CAP_NET_ADMIN);
	data[0].inheritable &= ~(1u << CAP_NET_ADMIN);
	return util_errno(syscall(SYS_capset, &head, data));
}

int become_root_elsewhere(void)
{
	_cleanup_close_ int fd = -1;

	if (unshare(CLONE_NEWUSER) < 0)
		return -errno;
	fd = open("/proc/self/uid_map", O_WRONLY);
	return fd < 0 || write(fd, "0 0 1", 5) != 5 ? -errno : 0;
}

int become_other_net(void)
{
	return util_errno(unshare(CLONE_NEWNET));
}

int become_both(void)
{
	return util_errno(unshare(CLONE_NEWUSER | CLONE_NEWNET));
}
