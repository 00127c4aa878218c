// SPDX-License-Identifier: GPL-2.0-only
#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "client/util.h"
#include "machine.h"
#include "scene/run.h"
#include "scene/tap.h"

#define ARGS_MAX 96

struct args {
	const char *v[ARGS_MAX];
	size_t n;
};

static void add(struct args *args, const char *option, const char *value)
{
	if (args->n + 3 > ARGS_MAX)
		tap_must(-E2BIG, "start QEMU");
	args->v[args->n++] = option;
	if (value)
		args->v[args->n++] = value;
}

/* The process execs QEMU soon, so nothing is freed. */
_printf_(1, 2) static const char *text(const char *format, ...)
{
	va_list args;
	char *ret;
	int r;

	va_start(args, format);
	r = vasprintf(&ret, format, args);
	va_end(args);
	if (r < 0)
		_exit(126);
	return ret;
}

_Noreturn static void become_qemu(const char *name, const struct guest_options *o, int shell)
{
	struct args args = { 0 };
	int log;

	add(&args, "/usr/bin/qemu-system-x86_64", "-nodefaults");
	add(&args, "-no-user-config", NULL);
	add(&args, "-display", "none");
	add(&args, "-machine", machine_option(o->append != NULL));
	add(&args, "-accel", "kvm");
	add(&args, "-cpu", "host");
	add(&args, "-m", "256");
	if (o->typed) {
		add(&args, "-chardev",
		    text("stdio,id=typed,logfile=/share/guest-%s.console", name));
		add(&args, "-serial", "chardev:typed");
	} else {
		add(&args, "-serial", text("file:/share/guest-%s.console", name));
		add(&args, "-serial", "stdio");
	}
	add(&args, "-qmp", text("unix:/run/guest-%s.qmp,server=on,wait=off", name));
	for (const char *const *port = machine_ports(); o->vf && *port; port++)
		add(&args, "-device", *port);
	if (o->append) {
		add(&args, "-kernel", "/guest/vmlinux");
		add(&args, "-initrd", "/guest/initrd");
		add(&args, "-append",
		    text("console=ttyS0 quiet panic=-1 no_timer_check net.ifnames=0 %s",
			 o->append));
	}
	if (o->vf)
		add(&args, "-device",
		    text("vfio-pci,host=%s,id=vf,%s%s", o->vf, machine_vf_place(),
			 o->vf_options ?: ""));
	for (const char *const *extra = o->extra; extra && *extra; extra++)
		add(&args, *extra, NULL);

	log = open(text("/share/guest-%s.qemu", name), O_WRONLY | O_CREAT | O_TRUNC, 0644);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (log < 0 || dup2(shell, 0) < 0 || dup2(shell, 1) < 0 || dup2(log, 2) < 0)
		_exit(126);
	execv(args.v[0], (char *const *)args.v);
	_exit(127);
}

void guest_prepare(void)
{
	tap_must(run_quietly((const char *[]){ "/tests/host/inside/guests", NULL }),
		 "prepare for guests");
}

void guest_start(struct guest *guest, const struct guest_options *options)
{
	int ends[2];

	guest_prepare();
	*guest = (struct guest){ .qmp = -1 };
	snprintf(guest->name, sizeof(guest->name), "%s%s", options->name, machine_suffix());
	tap_must(util_errno(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)),
		 "make a socket pair");
	guest->started_ns = util_now_ns();
	guest->pid = fork();
	if (guest->pid == 0)
		become_qemu(guest->name, options, ends[1]);
	tap_must(util_errno(guest->pid), "fork");
	close(ends[1]);
	guest->shell = ends[0];
}

uint64_t guest_age_ms(const struct guest *guest)
{
	return (util_now_ns() - guest->started_ns) / 1000000;
}

int guest_receive(int fd, char *buf, size_t *len, uint64_t deadline_ns)
{
	struct pollfd pfd = { fd, POLLIN, 0 };
	uint64_t now = util_now_ns();
	ssize_t n;

	if (*len + 1 >= GUEST_TEXT_MAX)
		return -EMSGSIZE;
	if (now >= deadline_ns || poll(&pfd, 1, (deadline_ns - now) / 1000000 + 1) == 0)
		return -ETIMEDOUT;
	n = read(fd, buf + *len, GUEST_TEXT_MAX - 1 - *len);
	if (n <= 0)
		return n < 0 && errno == EINTR ? 0 : -EPIPE;
	/* A NUL byte would end the text. */
	for (ssize_t i = 0; i < n; i++)
		buf[*len + i] = buf[*len + i] ?: ' ';
	*len += n;
	buf[*len] = '\0';
	return 0;
}

static void take(char *buf, size_t *len, size_t n)
{
	*len -= n;
	memmove(buf, buf + n, *len + 1);
}

/* Waits for the text and the rest of its line; returns the start of the text. */
static int wait_line(struct guest *guest, const char *text, unsigned int timeout_ms, char **found)
{
	uint64_t deadline = util_now_ns() + timeout_ms * 1000000ull;
	int r = 0;

	while (r == 0) {
		*found = strstr(guest->text, text);
		if (*found && strchr(*found, '\n'))
			return 0;
		r = guest_receive(guest->shell, guest->text, &guest->len, deadline);
	}
	return r;
}

int guest_wait_for(struct guest *guest, const char *text, unsigned int timeout_ms)
{
	char *found;
	int r = wait_line(guest, text, timeout_ms, &found);

	if (r == 0)
		take(guest->text, &guest->len, strchr(found, '\n') + 1 - guest->text);
	return r;
}

uint64_t guest_ready(struct guest *guest)
{
	int r = guest_wait_for(guest, "guest-ready", GUEST_BOOT_MS);
	char path[128];

	if (r < 0) {
		snprintf(path, sizeof(path), "/share/guest-%s.qemu", guest->name);
		guest_log_file(path);
		guest_log_console(guest);
	}
	tap_must(r, "wait until guest %s has booted", guest->name);
	return guest_age_ms(guest);
}

int guest_sh(struct guest *guest, char **out, const char *format, ...)
{
	_cleanup_free_ char *command = NULL, *line = NULL;
	int r, status = -EIO, n;
	va_list args;
	char *found;

	va_start(args, format);
	n = vasprintf(&command, format, args);
	va_end(args);
	if (n < 0 ||
	    asprintf(&line, "{ %s; } </dev/null 2>&1; echo guest-status $?\n", command) < 0)
		return -ENOMEM;
	if (write(guest->shell, line, strlen(line)) != (ssize_t)strlen(line))
		return -EPIPE;
	r = wait_line(guest, "guest-status ", GUEST_COMMAND_MS, &found);
	if (r < 0) {
		tap_note("guest %s: '%s': %s", guest->name, command, guest->text);
		return r;
	}
	if (sscanf(found, "guest-status %d", &status) != 1)
		return -EIO;
	if (out)
		*out = strndup(guest->text, found - guest->text);
	take(guest->text, &guest->len, strchr(found, '\n') + 1 - guest->text);
	return status;
}

int guest_type(struct guest *guest, const char *line)
{
	return dprintf(guest->shell, "%s\n", line) < 0 ? -EPIPE : 0;
}

/* The guest's output must not look like TAP. */
static void log_lines(const char *name, char *lines)
{
	char *save = NULL;

	for (char *line = strtok_r(lines, "\n", &save); line; line = strtok_r(NULL, "\n", &save))
		printf("%s| %s\n", name, line);
	fflush(stdout);
}

void guest_show(struct guest *guest, const char *command)
{
	_cleanup_free_ char *out = NULL;
	int r = guest_sh(guest, &out, "%s", command);

	printf("%s$ %s\n", guest->name, command);
	if (out)
		log_lines(guest->name, out);
	tap_must(r > 0 ? -EIO : r, "run '%s' in the guest", command);
}

void guest_log_file(const char *path)
{
	_cleanup_free_ char *text = calloc(1, GUEST_TEXT_MAX);
	_cleanup_fclose_ FILE *file = fopen(path, "re");
	size_t n;

	if (!file || !text)
		return;
	n = fread(text, 1, GUEST_TEXT_MAX - 1, file);
	for (size_t i = 0; i < n; i++) {
		if ((unsigned char)text[i] < ' ' && text[i] != '\n')
			text[i] = ' ';
	}
	log_lines(strrchr(path, '/') + 1, text);
}

void guest_log_console(const struct guest *guest)
{
	char path[128];

	snprintf(path, sizeof(path), "/share/guest-%s.console", guest->name);
	guest_log_file(path);
}

bool guest_console_has(const struct guest *guest, const char *text)
{
	_cleanup_free_ char *console = calloc(1, GUEST_TEXT_MAX), *path = NULL;
	_cleanup_fclose_ FILE *file = NULL;

	if (!console || asprintf(&path, "/share/guest-%s.console", guest->name) < 0)
		return false;
	file = fopen(path, "re");
	if (file)
		fread(console, 1, GUEST_TEXT_MAX - 1, file);
	return strstr(console, text) != NULL;
}

bool guest_stop(struct guest *guest)
{
	int status;
	bool alive = waitpid(guest->pid, &status, WNOHANG) == 0;

	if (alive) {
		kill(guest->pid, SIGTERM);
		waitpid(guest->pid, &status, 0);
	} else {
		tap_note("QEMU of guest %s has exited, status %#x", guest->name, status);
	}
	util_close(&guest->shell);
	if (guest->qmp >= 0)
		util_close(&guest->qmp);
	return alive && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}
