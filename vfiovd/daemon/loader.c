// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "lib/macro.h"
#include "loader.h"
#include "now.h"
#include "policy/load.h"
#include "policy/policy.h"

struct vd_loader {
	char *root;
	pthread_t thread;
	int fd;

	pthread_mutex_t lock; /* protects the members below; held only to move pointers */
	pthread_cond_t changed;
	bool stop;
	bool wanted;
	bool done;
	uint64_t generation;
	struct vd_loaded loaded;
	struct vfv_policy *discarded;
};

/* Wait for work, and take it. Returns false if the thread must exit. */
static bool take(struct vd_loader *l, struct vfv_policy **discarded, bool *wanted,
		 uint64_t *generation)
{
	bool stop;

	pthread_mutex_lock(&l->lock);
	while (!l->stop && !l->wanted && !l->discarded)
		pthread_cond_wait(&l->changed, &l->lock);
	stop = l->stop;
	*discarded = TAKE_PTR(l->discarded);
	*wanted = l->wanted;
	*generation = l->generation;
	l->wanted = false;
	pthread_mutex_unlock(&l->lock);
	return !stop || *discarded;
}

static void load(struct vd_loader *l, uint64_t generation)
{
	struct vd_loaded loaded = { 0 };

	loaded.r = vfv_policy_load(l->root[0] ? l->root : NULL, generation, &loaded.diags,
				   &loaded.policy);
	pthread_mutex_lock(&l->lock);
	l->loaded = loaded;
	l->done = true;
	pthread_mutex_unlock(&l->lock);
	/* This fails only if the counter is at its maximum, and then it is readable anyway. */
	(void)eventfd_write(l->fd, 1);
}

static void *loader_main(void *userdata)
{
	struct vd_loader *l = userdata;
	struct vfv_policy *discarded;
	uint64_t generation;
	bool wanted;

	while (take(l, &discarded, &wanted, &generation)) {
		vfv_policy_unref(discarded);
		if (wanted)
			load(l, generation);
	}
	return NULL;
}

static void loader_free(struct vd_loader *l)
{
	vfv_diags_done(&l->loaded.diags);
	vfv_policy_unref(l->loaded.policy);
	vfv_policy_unref(l->discarded);
	pthread_cond_destroy(&l->changed);
	pthread_mutex_destroy(&l->lock);
	if (l->fd >= 0)
		close(l->fd);
	free(l->root);
	free(l);
}

int vd_loader_start(const char *root, struct vd_loader **ret)
{
	struct vd_loader *l = calloc(1, sizeof(*l));
	int r;

	if (!l)
		return -ENOMEM;
	pthread_mutex_init(&l->lock, NULL);
	pthread_cond_init(&l->changed, NULL);
	l->root = strdup(root);
	l->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (!l->root)
		r = -ENOMEM;
	else
		r = l->fd < 0 ? -errno : -pthread_create(&l->thread, NULL, loader_main, l);
	if (r < 0) {
		loader_free(l);
		return r;
	}
	*ret = l;
	return 0;
}

int vd_loader_stop(struct vd_loader *l, uint64_t usec)
{
	struct timespec end = vd_from_now(usec);

	if (!l)
		return 0;
	pthread_mutex_lock(&l->lock);
	l->stop = true;
	pthread_cond_signal(&l->changed);
	pthread_mutex_unlock(&l->lock);

	if (pthread_clockjoin_np(l->thread, NULL, CLOCK_MONOTONIC, &end) != 0)
		return -ETIMEDOUT;
	loader_free(l);
	return 0;
}

int vd_loader_fd(const struct vd_loader *l)
{
	return l->fd;
}

void vd_loader_load(struct vd_loader *l, uint64_t generation)
{
	pthread_mutex_lock(&l->lock);
	l->wanted = true;
	l->generation = generation;
	pthread_cond_signal(&l->changed);
	pthread_mutex_unlock(&l->lock);
}

bool vd_loader_done(struct vd_loader *l, struct vd_loaded *ret)
{
	eventfd_t count;
	bool done;

	(void)eventfd_read(l->fd, &count);
	pthread_mutex_lock(&l->lock);
	done = l->done;
	if (done) {
		*ret = l->loaded;
		l->loaded = (struct vd_loaded){ 0 };
		l->done = false;
	}
	pthread_mutex_unlock(&l->lock);
	return done;
}

void vd_loader_discard(struct vd_loader *l, struct vfv_policy *policy)
{
	pthread_mutex_lock(&l->lock);
	/* The thread has had a whole load's time to free the previous one. */
	if (!l->discarded) {
		l->discarded = policy;
		policy = NULL;
	}
	pthread_cond_signal(&l->changed);
	pthread_mutex_unlock(&l->lock);
	vfv_policy_unref(policy);
}
