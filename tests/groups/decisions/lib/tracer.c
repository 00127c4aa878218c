// SPDX-License-Identifier: GPL-2.0-only
#include "tracer.h"

#include <fcntl.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/vfiov.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

#include "client/util.h"
#include "scene/tap.h"

#define LOOKS 25 /* 0.2 ms apart */
#define OPTIONS \
	(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL)

/* The user, groups and capabilities are those in systemd/vfiovd.service. */
static const char *const command[] = {
	"setpriv",
	"--reuid=vfiovd",
	"--regid=vfiovd",
	"--groups=systemd-journal",
	"--inh-caps=-all,+net_admin",
	"--ambient-caps=-all,+net_admin",
	"--bounding-set=-all,+net_admin",
	"/usr/sbin/vfiovd",
	NULL,
};

static const char *const names[] = {
	[VFIOV_CMD_STATUS_GET] = "status-get",	   [VFIOV_CMD_OWNER_REGISTER] = "owner-register",
	[VFIOV_CMD_OWNER_UPDATE] = "owner-update", [VFIOV_CMD_REQUEST_GET] = "request-get",
	[VFIOV_CMD_DECISION_SET] = "decision-set", [VFIOV_CMD_AUDIT_GET] = "audit-get",
	[VFIOV_CMD_AUDIT_ACK] = "audit-ack",
};

_Noreturn static void child(int go)
{
	int null = open("/dev/null", O_RDWR);
	char c;

	if (read(go, &c, 1) != 1 || dup2(null, 0) < 0 || dup2(null, 1) < 0 || dup2(null, 2) < 0)
		_exit(1);
	unsetenv("JOURNAL_STREAM");
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	execvp(command[0], (char *const *)command);
	_exit(127);
}

static struct tracer_thread *thread_of(struct tracer *t, pid_t tid)
{
	struct tracer_thread *th = t->threads;

	while (th < t->threads + TRACER_THREADS - 1 && th->tid && th->tid != tid)
		th++;
	th->tid = tid;
	return th;
}

static bool peek(pid_t tid, uint64_t at, void *buf, size_t len)
{
	struct iovec here = { buf, len }, there = { (void *)at, len };

	return at && process_vm_readv(tid, &here, 1, &there, 1, 0) == (ssize_t)len;
}

/* Reads the message that a sendmsg() sends. */
static void name_message(pid_t tid, uint64_t address, char name[static 40])
{
	struct {
		struct nlmsghdr nl;
		struct genlmsghdr genl;
	} head;
	struct msghdr msg;
	struct iovec iov;
	sa_family_t family;

	strcpy(name, "a message");
	if (!peek(tid, address, &msg, sizeof(msg)) ||
	    !peek(tid, (uint64_t)msg.msg_name, &family, sizeof(family)))
		return;
	if (family == AF_UNIX)
		strcpy(name, "journald");
	if (family != AF_NETLINK || !peek(tid, (uint64_t)msg.msg_iov, &iov, sizeof(iov)) ||
	    !peek(tid, (uint64_t)iov.iov_base, &head, sizeof(head)))
		return;
	if (head.nl.nlmsg_type == GENL_ID_CTRL)
		strcpy(name, "finding the family");
	else if (head.genl.cmd < ARRAY_SIZE(names) && names[head.genl.cmd])
		strcpy(name, names[head.genl.cmd]);
}

/* Returns the point at which the thread is stopped, if any. */
static bool is_point(struct tracer_thread *th, char point[static TRACER_POINT_MAX])
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, th->tid, sizeof(info), &info) <= 0)
		return false;
	th->inside = info.op == PTRACE_SYSCALL_INFO_ENTRY;
	if (th->inside) {
		th->call = info.entry.nr;
		th->fd = info.entry.args[0];
		if (th->call != SYS_sendmsg)
			return false;
		name_message(th->tid, info.entry.args[1], th->sent);
		th->sent_on = th->fd;
		snprintf(point, TRACER_POINT_MAX, "before %s", th->sent);
		return true;
	}
	if (info.op != PTRACE_SYSCALL_INFO_EXIT || info.exit.is_error)
		return false;
	if (th->call == SYS_sendmsg)
		snprintf(point, TRACER_POINT_MAX, "after %s", th->sent);
	else if (th->call == SYS_recvmsg && th->fd == th->sent_on)
		snprintf(point, TRACER_POINT_MAX, "after reading the answer to %.35s", th->sent);
	else if (th->call == SYS_recvmsg)
		strcpy(point, "after reading an event");
	else
		return false;
	return true;
}

/* Handles any stop except a system call stop; returns the signal to deliver. */
static int signal_of(int status)
{
	int signal = WSTOPSIG(status);

	/*
	 * The number of an event is in the bits above the signal. A new thread is stopped when it
	 * starts.
	 */
	return status >> 16 || signal == SIGTRAP || signal == SIGSTOP ? 0 : signal;
}

/*
 * Waits for the next thread to stop. Returns 1, 0 if none does, or -ESRCH if the program is gone.
 */
static int next_stop(struct tracer *t, pid_t *tid, int *status)
{
	for (unsigned int i = 0; i < LOOKS; i++) {
		*tid = waitpid(-1, status, WNOHANG | __WALL);
		if (*tid < 0)
			return -ESRCH;
		if (*tid > 0 && WIFSTOPPED(*status))
			return 1;
		if (*tid == t->pid)
			return -ESRCH;
		if (*tid == 0)
			nanosleep(&(struct timespec){ .tv_nsec = 200000 }, NULL);
	}
	return 0;
}

bool tracer_next(struct tracer *t, char point[static TRACER_POINT_MAX])
{
	int status, r;
	pid_t tid;

	if (t->stopped)
		ptrace(PTRACE_SYSCALL, t->stopped, 0, 0);
	t->stopped = 0;
	while ((r = next_stop(t, &tid, &status)) > 0) {
		if (WSTOPSIG(status) != (SIGTRAP | 0x80)) {
			ptrace(PTRACE_SYSCALL, tid, 0, signal_of(status));
		} else if (is_point(thread_of(t, tid), point)) {
			t->stopped = tid;
			return true;
		} else {
			ptrace(PTRACE_SYSCALL, tid, 0, 0);
		}
	}
	tap_must(r, "trace vfiovd: it has exited");
	return false;
}

bool tracer_waits(const struct tracer *t)
{
	for (unsigned int i = 0; i < TRACER_THREADS; i++) {
		const struct tracer_thread *th = &t->threads[i];

		if (th->tid == t->pid)
			return th->inside &&
			       (th->call == SYS_epoll_wait || th->call == SYS_epoll_pwait ||
				th->call == SYS_epoll_pwait2);
	}
	return false;
}

/* Run until the second exec; the first one is that of setpriv. */
static int run_to_program(struct tracer *t)
{
	unsigned int execs = 0;
	int status;

	for (;;) {
		if (waitpid(t->pid, &status, __WALL) < 0 || !WIFSTOPPED(status))
			return -ESRCH;
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8) && ++execs == 2)
			return 0;
		ptrace(PTRACE_CONT, t->pid, 0, signal_of(status));
	}
}

void tracer_start(struct tracer *t)
{
	int go[2];

	*t = (struct tracer){ 0 };
	tap_must(util_errno(pipe2(go, O_CLOEXEC)), "make a pipe");
	fflush(stdout);
	t->pid = fork();
	tap_must(util_errno(t->pid), "fork");
	if (t->pid == 0)
		child(go[0]);
	tap_must(ptrace(PTRACE_SEIZE, t->pid, 0, OPTIONS) < 0 ? -errno : 0, "trace a process");
	tap_must(write(go[1], "", 1) == 1 ? 0 : -EIO, "start vfiovd");
	close(go[0]);
	close(go[1]);
	tap_must(run_to_program(t), "start vfiovd");
	t->stopped = t->pid;
}

void tracer_kill(struct tracer *t)
{
	int status;
	pid_t tid;

	kill(t->pid, SIGKILL);
	do
		tid = waitpid(-1, &status, __WALL);
	while (tid > 0 && (tid != t->pid || WIFSTOPPED(status)));
	t->pid = 0;
}
