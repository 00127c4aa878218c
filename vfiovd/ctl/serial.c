/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/macro.h"

#include "serial.h"

/* Sections 7.6.3 and 7.9.3 of the PCI Express Base Specification, 5.0. */
enum {
	EXTENDED = 0x100, /* where extended capabilities begin */
	CONFIG_SIZE = 0x1000,
	CAPABILITY_MIN = 8,
	ID_SERIAL = 0x0003,
};

/* Return: true if it could be read. */
static bool read_word(int fd, off_t offset, uint32_t *word)
{
	uint8_t b[4];

	if (pread(fd, b, sizeof(b), offset) != sizeof(b))
		return false;
	*word = (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 | (uint32_t)b[1] << 8 | b[0];
	return true;
}

int cmd_serial_read(int dir, uint64_t *serial)
{
	_cleanup_close_ int fd =
		openat(dir, "config", O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	struct stat st;
	off_t at = EXTENDED;

	/* Below a root, any kind of file may have this name. */
	*serial = 0;
	if (fd < 0 || fstat(fd, &st) < 0)
		return -errno;
	if (!S_ISREG(st.st_mode))
		return -EINVAL;
	if (st.st_size < EXTENDED)
		return -EACCES;
	/* A conventional PCI device has none of these capabilities. */
	if (st.st_size == EXTENDED)
		return 0;
	/* Bound the number of steps by the room for capabilities, in case the list is cyclic. */
	for (int i = 0; i < (CONFIG_SIZE - EXTENDED) / CAPABILITY_MIN && at >= EXTENDED; i++) {
		uint32_t header, high, low;

		if (!read_word(fd, at, &header))
			return -EACCES;
		if ((header & 0xffff) == ID_SERIAL) {
			if (!read_word(fd, at + 8, &high) || !read_word(fd, at + 4, &low))
				return -EACCES;
			*serial = (uint64_t)high << 32 | low;
			return 0;
		}
		at = header >> 20 & ~3U;
	}
	return 0;
}
