// SPDX-License-Identifier: GPL-2.0-only
/*
 * The virtio driver of one PF hangs in its remove function while it holds its device lock, because
 * another process holds RTNL while it is stuck in a copy to missing memory. VFs of another PF can
 * be bound, opened and unbound as usual; so can the VFs of this PF, but only as native. After the
 * driver is bound again they can be transitional.
 */
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "client/pci.h"
#include "client/util.h"
#include "lib/attempt.h"
#include "scene/pf.h"

#define VFS 2
#define NET_VF 3
#define HANGS_MS 500
#define ACTION_MS (20000 * scene_slower())

/*
 * Requests the list of interfaces. The kernel holds RTNL while it tries to write the list to
 * missing memory.
 */
struct network_lock {
	int memory; /* userfaultfd */
	void *page;
	size_t size;
	int socket;
	pthread_t thread;
};

static void *list_interfaces(void *userdata)
{
	struct network_lock *lock = userdata;
	struct ifconf list = { .ifc_len = (int)lock->size, .ifc_buf = lock->page };

	ioctl(lock->socket, SIOCGIFCONF, &list);
	return NULL;
}

/* Brings up the loopback interface, so that at least one interface has an address. */
static void loopback_up(int fd)
{
	struct ifreq lo = { .ifr_name = "lo" };

	tap_must(util_errno(ioctl(fd, SIOCGIFFLAGS, &lo)), "query the loopback interface");
	lo.ifr_flags |= IFF_UP;
	tap_must(util_errno(ioctl(fd, SIOCSIFFLAGS, &lo)), "bring it up");
}

/* Returns with the lock held. */
static void lock_network(struct network_lock *lock)
{
	struct uffdio_api api = { .api = UFFD_API };
	struct uffdio_register missing = { .mode = UFFDIO_REGISTER_MODE_MISSING };
	struct pollfd pfd;

	lock->size = sysconf(_SC_PAGESIZE);
	lock->page =
		mmap(NULL, lock->size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	tap_must(lock->page == MAP_FAILED ? -errno : 0, "map a page");
	lock->memory = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
	tap_must(util_errno(lock->memory), "watch memory");
	tap_must(util_errno(ioctl(lock->memory, UFFDIO_API, &api)), "watch memory");
	missing.range.start = (uintptr_t)lock->page;
	missing.range.len = lock->size;
	tap_must(util_errno(ioctl(lock->memory, UFFDIO_REGISTER, &missing)), "watch the page");
	lock->socket = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	tap_must(util_errno(lock->socket), "open a socket");
	loopback_up(lock->socket);
	tap_must(-pthread_create(&lock->thread, NULL, list_interfaces, lock), "start a thread");
	pfd = (struct pollfd){ .fd = lock->memory, .events = POLLIN };
	tap_must(poll(&pfd, 1, ACTION_MS) == 1 ? 0 : -ETIMEDOUT, "hold the RTNL lock");
}

static void unlock_network(struct network_lock *lock)
{
	struct uffdio_zeropage page = {
		.range = { .start = (uintptr_t)lock->page, .len = lock->size },
	};

	tap_must(util_errno(ioctl(lock->memory, UFFDIO_ZEROPAGE, &page)), "provide the page");
	pthread_join(lock->thread, NULL);
	close(lock->memory);
	close(lock->socket);
	munmap(lock->page, lock->size);
}

int main(void)
{
	char pf[VFIO_BDF_LEN], stuck[VFIO_BDF_LEN], other[VFIO_BDF_LEN];
	char net[VFIO_BDF_LEN];
	struct network_lock lock;
	struct pf_action action;
	struct rig rig;

	rig_begin(&rig);
	if (bind_find_pf_after("", PCI_DEVICE_BLOCK, pf) < 0) {
		tap_skip(&rig.scene.tap, "a PF hangs", "there is only one PF");
		return rig_end(&rig);
	}
	tap_must(bind_make_vfs(pf, VFS), "make %d VFs", VFS);
	tap_must(bind_vf(pf, 0, other), "find a VF");
	scene_vf(&rig.scene, NET_VF, stuck);
	/* scene_rule() writes rules for the scene's PF. */
	strcpy(net, rig.scene.pf);
	strcpy(rig.scene.pf, pf);
	scene_rule(&rig.scene, "block", "0-1", "transitional", "\"native\", \"transitional\"");
	strcpy(rig.scene.pf, net);
	lock_network(&lock);
	pf_virtio_unbind(&action, rig.scene.pf);
	util_sleep_ms(HANGS_MS);
	attempt_while_hangs(&rig, stuck, other);
	tap_ok(&rig.scene.tap, !atomic_load(&action.done), "the driver hung the whole time");

	unlock_network(&lock);
	tap_returned(&rig.scene.tap, pf_wait(&action, ACTION_MS), 0,
		     "in the end, its driver is unbound");
	pf_virtio_bind(&action, rig.scene.pf);
	tap_must(pf_wait(&action, ACTION_MS), "bind the driver of the virtio device");
	tap_ok(&rig.scene.tap, attempt_becomes_available(&rig, stuck),
	       "its VF can be transitional with the driver bound again");
	tap_must(bind_unbind(stuck), "unbind %s", stuck);
	tap_must(bind_make_vfs(pf, 0), "remove the VFs");
	return rig_end(&rig);
}
