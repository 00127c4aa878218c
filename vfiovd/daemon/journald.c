// SPDX-License-Identifier: GPL-2.0-only
#define SD_JOURNAL_SUPPRESS_LOCATION

#include <errno.h>
#include <inttypes.h>
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include <systemd/sd-journal.h>

#include "journald.h"
#include "lib/names.h"
#include "now.h"

/*
 * An open view may not include a file that journald has just created. Opening another view costs
 * more than everything else done for a record, so it happens at most once in this time, in
 * microseconds.
 */
enum { VIEW_AGE_MAX = 500000 };

struct vd_journald {
	char *socket;
	sd_journal *watch;   /* for wait() only, NULL if waiting is not possible */
	sd_journal *view;    /* a view of the records of one instance, or NULL */
	char view_of[37];    /* the instance */
	uint64_t view_since; /* in microseconds */
};

int vd_journald_new(const char *socket, struct vd_journald **ret)
{
	struct vd_journald *j = calloc(1, sizeof(*j));

	if (!j)
		return -ENOMEM;
	j->socket = strdup(socket);
	if (!j->socket) {
		free(j);
		return -ENOMEM;
	}
	*ret = j;
	return 0;
}

void vd_journald_free(struct vd_journald *journald)
{
	if (!journald)
		return;
	sd_journal_close(journald->view);
	sd_journal_close(journald->watch);
	free(journald->socket);
	free(journald);
}

bool vd_journald_present(const char *socket_path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	_cleanup_close_ int fd = -1;

	if (strlen(socket_path) >= sizeof(address.sun_path))
		return false;
	strcpy(address.sun_path, socket_path);
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
}

static int journald_write(void *userdata, const struct iovec *fields, size_t n)
{
	struct vd_journald *j = userdata;

	/* sd_journal_sendv() returns success when there is no journald. */
	if (!vd_journald_present(j->socket))
		return -ENOTCONN;
	return sd_journal_sendv(fields, n);
}

static void drop_view(struct vd_journald *j)
{
	sd_journal_close(j->view);
	j->view = NULL;
}

/* Only entries of this user count: anybody can set other fields, but nobody can set _UID. */
static int open_view(const char *key, const char *value, sd_journal **ret)
{
	_cleanup_(sd_journal_closep) sd_journal *view = NULL;
	char match[128];
	int r;

	r = sd_journal_open(&view, SD_JOURNAL_LOCAL_ONLY);
	if (r < 0)
		return -EOPNOTSUPP;
	/* Nothing can be read: there is no access, or nothing is stored at all (Storage=none). */
	if (sd_journal_has_runtime_files(view) <= 0 && sd_journal_has_persistent_files(view) <= 0)
		return -EOPNOTSUPP;
	snprintf(match, sizeof(match), "_UID=%u", (unsigned int)geteuid());
	r = sd_journal_add_match(view, match, 0);
	if (r < 0)
		return r;
	snprintf(match, sizeof(match), "%s=%s", key, value);
	r = sd_journal_add_match(view, match, 0);
	if (r < 0)
		return r;
	*ret = TAKE_PTR(view);
	return sd_journal_seek_tail(*ret);
}

/* Makes j->view a view of the instance's records, positioned at its end. */
static int look_at_end(struct vd_journald *j, const char *instance)
{
	uint64_t now = vd_now_usec();

	if (j->view && now - j->view_since < VIEW_AGE_MAX && strcmp(j->view_of, instance) == 0)
		return sd_journal_seek_tail(j->view);
	drop_view(j);
	j->view_since = now;
	snprintf(j->view_of, sizeof(j->view_of), "%s", instance);
	return open_view(VFV_FIELD_INSTANCE, instance, &j->view);
}

static int journald_has_fence(void *userdata, const char *fence)
{
	_cleanup_(sd_journal_closep) sd_journal *view = NULL;
	struct vd_journald *j = userdata;
	int r;

	/*
	 * A record that is not found after a fence is written again, so this lookup must include
	 * all files.
	 */
	drop_view(j);
	r = open_view(VFV_FIELD_FENCE, fence, &view);
	if (r < 0)
		return r;
	return sd_journal_previous(view);
}

/* Returns 0 for an entry without a number. */
static uint64_t entry_seq(sd_journal *view)
{
	const char prefix[] = VFV_FIELD_SEQ "=";
	const void *data;
	char text[32];
	size_t len;

	if (sd_journal_get_data(view, VFV_FIELD_SEQ, &data, &len) < 0 || len < strlen(prefix))
		return 0;
	snprintf(text, sizeof(text), "%.*s", (int)(len - strlen(prefix)),
		 (const char *)data + strlen(prefix));
	return strtoull(text, NULL, 10);
}

static int journald_stored(void *userdata, const char *instance, const uint64_t *seqs, size_t n,
			   bool *stored)
{
	struct vd_journald *j = userdata;
	size_t missing = n;
	int r;

	memset(stored, 0, n * sizeof(*stored));
	r = look_at_end(j, instance);
	/* All records up to an acknowledged one are stored before any later record: see audit.c. */
	while (r >= 0 && missing > 0 && (r = sd_journal_previous(j->view)) > 0) {
		uint64_t seq = entry_seq(j->view);

		if (seq && seq < seqs[0])
			return 0;
		for (size_t i = 0; i < n; i++)
			if (seqs[i] == seq && !stored[i]) {
				stored[i] = true;
				missing--;
			}
	}
	if (r < 0)
		drop_view(j);
	return r < 0 ? r : 0;
}

static void journald_wait(void *userdata, uint64_t usec)
{
	const struct timespec pause = { usec / 1000000, usec % 1000000 * 1000 };
	struct vd_journald *j = userdata;
	int r;

	if (!j->watch && sd_journal_open(&j->watch, SD_JOURNAL_LOCAL_ONLY) < 0)
		j->watch = NULL;
	r = j->watch ? sd_journal_wait(j->watch, usec) : -ENOENT;
	if (r < 0)
		nanosleep(&pause, NULL);
	/* A journal file was added or removed. */
	if (r == SD_JOURNAL_INVALIDATE)
		drop_view(j);
}

/* Both views keep the files mapped, including those that journald has since removed. */
static void journald_rest(void *userdata)
{
	struct vd_journald *j = userdata;

	drop_view(j);
	sd_journal_close(j->watch);
	j->watch = NULL;
	/* libsystemd and vfiovd have just freed a lot of memory. */
	malloc_trim(0);
}

struct vd_sink vd_journald_sink(struct vd_journald *journald)
{
	return (struct vd_sink){
		.userdata = journald,
		.write = journald_write,
		.has_fence = journald_has_fence,
		.stored = journald_stored,
		.wait = journald_wait,
		.rest = journald_rest,
	};
}
