// SPDX-License-Identifier: GPL-2.0-only
#include "device.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <string.h>

#include "scene/tap.h"

/* u8 offset and u8 reserved[7] precede the data of a write */
#define WRITE_HEADER 8

/* Prints the device's answer if the command fails. Returns 0 or a negative errno. */
static _printf_(2, 0) int send(struct vfdev *device, const char *format, va_list args)
{
	_cleanup_free_ char *line = NULL, *reply = NULL;
	int r;

	if (vasprintf(&line, format, args) < 0)
		return -ENOMEM;
	r = vfdev_command(device, &reply, "%s", line);
	if (r < 0)
		tap_note("the device's answer to '%s': %s", line, reply ?: "nothing");
	return r;
}

void device_do(struct vfdev *device, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	tap_must(send(device, format, args), "send '%s' to the device", format);
	va_end(args);
}

bool device_can(struct vfdev *device, const char *format, ...)
{
	va_list args;
	bool can;

	va_start(args, format);
	can = send(device, format, args) == 0;
	va_end(args);
	return can;
}

void device_repair(struct vfdev *device)
{
	device_do(device, "fault clear");
	device_do(device, "release");
}

void device_begin(struct vfdev **device)
{
	tap_must(vfdev_open(device), "find the device's control");
	device_repair(*device);
	device_do(*device, "notify-info member");
	device_do(*device, "trace on");
	device_do(*device, "trace clear");
	device_do(*device, "count reset");
}

void device_end(struct vfdev *device)
{
	device_repair(device);
	device_do(device, "notify-info member");
	vfdev_close(device);
}

void device_trace_clear(struct vfdev *device)
{
	device_do(device, "trace clear");
}

/* Returns the value of " key=" in the line, or NULL. */
static const char *value_of(const char *line, const char *key)
{
	char pattern[32];
	const char *found;

	snprintf(pattern, sizeof(pattern), " %s=", key);
	found = strstr(line, pattern);
	return found ? found + strlen(pattern) : NULL;
}

static uint64_t number_of(const char *line, const char *key)
{
	const char *value = value_of(line, key);

	return value ? strtoull(value, NULL, 0) : 0;
}

static unsigned int bytes_of(const char *line, const char *key, uint8_t bytes[static DEVICE_BYTES])
{
	const char *value = value_of(line, key);
	unsigned int n = 0;

	while (value && n < DEVICE_BYTES && sscanf(value + 2 * n, "%2hhx", &bytes[n]) == 1)
		n++;
	return n;
}

static void parse_command(const char *line, struct device_event *e)
{
	const char *offset = value_of(line, "offset");
	uint8_t data[DEVICE_BYTES] = { 0 };

	e->vf = number_of(line, "member") - 1;
	e->op = number_of(line, "op");
	e->offset = offset && *offset != '-' ? atoi(offset) : -1;
	e->length = number_of(line, "length");
	e->answered = strstr(line, " end=answered") != NULL;
	e->status = number_of(line, "status");
	e->result_len = bytes_of(line, "result", e->result);
	if (bytes_of(line, "data", data) > WRITE_HEADER)
		memcpy(e->written, data + WRITE_HEADER, DEVICE_BYTES - WRITE_HEADER);
}

static void parse_doorbell(const char *line, struct device_event *e)
{
	e->doorbell = true;
	e->vf = number_of(line, "vf");
	e->owner = strstr(line, " via=owner") != NULL;
	e->read = strstr(line, " read") != NULL;
	e->place = number_of(line, "place");
	e->width = number_of(line, "width");
	e->value = number_of(line, "value");
}

size_t device_trace(struct vfdev *device, unsigned int vf, struct device_event *events, size_t max)
{
	uint64_t from = 0, more;
	size_t n = 0;

	do {
		_cleanup_free_ char *reply = NULL;
		char *save = NULL;

		tap_must(vfdev_command(device, &reply, "trace read from=%" PRIu64, from),
			 "read the device's trace");
		more = 0;
		for (char *line = strtok_r(reply, "\n", &save); line;
		     line = strtok_r(NULL, "\n", &save)) {
			struct device_event e = { 0 };

			if (sscanf(line, "next=%" SCNu64 " more=%" SCNu64, &from, &more) == 2)
				continue;
			if (strstr(line, " command "))
				parse_command(line, &e);
			else
				parse_doorbell(line, &e);
			if (e.vf == vf && n++ < max)
				events[n - 1] = e;
		}
	} while (more);
	return n;
}

uint64_t device_commands(struct vfdev *device, unsigned int vf)
{
	int64_t n = vfdev_count(device, vf, -1);

	tap_must(n < 0 ? n : 0, "read the device's counters");
	return n;
}

uint64_t device_doorbells(struct vfdev *device, unsigned int vf, const char *via, const char *kind)
{
	_cleanup_free_ char *reply = NULL;
	char pattern[32], *save = NULL;
	uint64_t sum = 0;

	tap_must(vfdev_command(device, &reply, "count vf=%u", vf), "read the device's counters");
	snprintf(pattern, sizeof(pattern), " doorbell=%s ", via);
	for (char *line = strtok_r(reply, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (strstr(line, pattern))
			sum += number_of(line, kind);
	}
	return sum;
}
