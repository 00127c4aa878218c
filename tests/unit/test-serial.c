// SPDX-License-Identifier: GPL-2.0-only
/* Tests serial numbers as text and in config space. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ctl/serial.h"
#include "lib/macro.h"
#include "policy/serial.h"
#include "unit.h"

static const uint64_t sample = 0x00154dfffe123456;

static void reads_and_writes(void **state _unused_)
{
	char text[VFV_SERIAL_TEXT];
	uint64_t serial = 0;

	assert_int_equal(vfv_serial_parse("00-15-4D-ff-fe-12-34-56", &serial), 0);
	assert_true(serial == sample);
	assert_string_equal(vfv_serial_format(serial, text), "00-15-4d-ff-fe-12-34-56");
	assert_string_equal(vfv_serial_format(UINT64_MAX, text), "ff-ff-ff-ff-ff-ff-ff-ff");
}

static void refuses(void **state _unused_)
{
	static const char *const cases[] = {
		"",
		"-",
		"00154dfffe123456",
		"00-15-4d-ff-fe-12-34-5",
		"00-15-4d-ff-fe-12-34-567",
		"00-15-4d-ff-fe-12-34-56-",
		"00-15-4d-ff-fe-12-34",
		"00-15-4d-ff-fe-12-34-",
		"00:15:4d:ff:fe:12:34:56",
		"0g-15-4d-ff-fe-12-34-56",
		" 0-15-4d-ff-fe-12-34-56",
		"00-15-4d-ff-fe-12-34-*",
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		uint64_t serial = 7;

		if (vfv_serial_parse(cases[i], &serial) != -EINVAL || serial != 7)
			fail_msg("\"%s\" is taken", cases[i]);
	}
}

static void put_word(uint8_t *config, size_t at, uint32_t word)
{
	for (int i = 0; i < 4; i++)
		config[at + i] = (uint8_t)(word >> 8 * i);
}

static void put_capability(uint8_t *config, size_t at, uint16_t id, uint32_t next)
{
	put_word(config, at, next << 20 | 1 << 16 | id);
}

/* Reads the serial number from SIZE bytes of config space in a directory. Returns the result. */
static int read_some_of(const uint8_t *config, size_t size, uint64_t *serial)
{
	char path[] = "/tmp/test-serial-XXXXXX";
	_cleanup_close_ int dir = -1, fd = -1;
	int r;

	assert_non_null(mkdtemp(path));
	dir = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(dir >= 0);
	if (config) {
		fd = openat(dir, "config", O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
		assert_true(write(fd, config, size) == (ssize_t)size);
	} else {
		assert_int_equal(mkfifoat(dir, "config", 0600), 0);
	}
	r = cmd_serial_read(dir, serial);
	unlinkat(dir, "config", 0);
	rmdir(path);
	return r;
}

static uint64_t read_of(const uint8_t *config, size_t size)
{
	uint64_t serial = 7;

	assert_int_equal(read_some_of(config, size, &serial), 0);
	return serial;
}

static void is_found_in_config_space(void **state _unused_)
{
	uint8_t config[4096] = { 0 };

	put_capability(config, 0x100, 0x000e, 0x140);
	put_capability(config, 0x140, 0x0003, 0x150);
	put_word(config, 0x144, 0xfe123456);
	put_word(config, 0x148, 0x00154dff);
	assert_true(read_of(config, sizeof(config)) == sample);
}

/* An unreadable serial number is an error; a missing one is not. */
static void unknown_serial(void **state _unused_)
{
	uint8_t config[4096] = { 0 };
	uint64_t serial = 7;

	/* Users other than root can read only this much. */
	assert_int_equal(read_some_of(config, 64, &serial), -EACCES);
	assert_true(serial == 0);
	/* The list continues beyond the readable part. */
	put_capability(config, 0x100, 0x000e, 0x140);
	assert_int_equal(read_some_of(config, 0x140, &serial), -EACCES);
	put_capability(config, 0x100, 0x0003, 0);
	assert_int_equal(read_some_of(config, 0x108, &serial), -EACCES);
	assert_true(serial == 0);
	assert_int_equal(read_some_of(NULL, 0, &serial), -EINVAL);
}

static void missing_serial(void **state _unused_)
{
	uint8_t config[4096] = { 0 };

	assert_true(read_of(config, 256) == 0);
	assert_true(read_of(config, sizeof(config)) == 0);
	put_capability(config, 0x100, 0x000e, 0x140);
	put_capability(config, 0x140, 0x0010, 0);
	assert_true(read_of(config, sizeof(config)) == 0);
	/* Test circular lists and pointers out of bounds. */
	put_capability(config, 0x140, 0x0010, 0x100);
	assert_true(read_of(config, sizeof(config)) == 0);
	put_capability(config, 0x140, 0x0010, 0xffc);
	assert_true(read_of(config, sizeof(config)) == 0);
	memset(config, 0xff, sizeof(config));
	assert_true(read_of(config, sizeof(config)) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_writes),	    cmocka_unit_test(refuses),
		cmocka_unit_test(is_found_in_config_space), cmocka_unit_test(unknown_serial),
		cmocka_unit_test(missing_serial),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
