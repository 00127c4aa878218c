/* SPDX-License-Identifier: GPL-2.0-only */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/macro.h"
#include "policy/match.h"
#include "policy/serial.h"

#include "collected.h"

/* How many unknown facts a host may list; another version may have more than this one. */
enum { UNKNOWN_MAX = 64 };

/* An object whose members are read. The first bad value sets @failed and @error. */
struct reader {
	json_t *object;
	bool failed;
	char *error; /* a buffer of CMD_COLLECTED_ERROR bytes */
};

_printf_(3, 4) static void fail(struct reader *reader, const char *key, const char *format, ...)
{
	int length = snprintf(reader->error, CMD_COLLECTED_ERROR, ".%s: ", key);
	va_list args;

	reader->failed = true;
	va_start(args, format);
	vsnprintf(reader->error + length, (size_t)(CMD_COLLECTED_ERROR - length), format, args);
	va_end(args);
}

/* Return: the value; NULL if it is missing or null, or after an error. */
static json_t *get(const struct reader *reader, const char *key)
{
	json_t *value = reader->failed ? NULL : json_object_get(reader->object, key);

	return json_is_null(value) ? NULL : value;
}

/* Copy a string of less than @size bytes. Return: false if there is none. */
static bool take_text(struct reader *reader, const char *key, char *text, size_t size)
{
	json_t *value = get(reader, key);

	if (!value)
		return false;
	if (!json_is_string(value))
		fail(reader, key, "not a string");
	else if (json_string_length(value) >= size)
		fail(reader, key, "longer than %zu bytes", size - 1);
	else
		strcpy(text, json_string_value(value));
	return !reader->failed;
}

static bool take_bool(struct reader *reader, const char *key, bool *flag)
{
	json_t *value = get(reader, key);

	if (!value)
		return false;
	if (!json_is_boolean(value))
		fail(reader, key, "not true or false");
	*flag = json_is_true(value);
	return !reader->failed;
}

static bool take_number(struct reader *reader, const char *key, json_int_t first, json_int_t last,
			json_int_t *number)
{
	json_t *value = get(reader, key);

	if (!value)
		return false;
	*number = json_integer_value(value);
	if (!json_is_integer(value) || *number < first || *number > last)
		fail(reader, key, "not a number from %lld to %lld", (long long)first,
		     (long long)last);
	return !reader->failed;
}

static bool take_hex(struct reader *reader, const char *key, size_t digits, uint32_t *number)
{
	char text[16];

	if (!take_text(reader, key, text, sizeof(text)))
		return false;
	if (strlen(text) != digits || strspn(text, "0123456789abcdefABCDEF") != digits)
		fail(reader, key, "not %zu hexadecimal digits", digits);
	else
		*number = (uint32_t)strtoul(text, NULL, 16);
	return !reader->failed;
}

static bool take_id(struct reader *reader, const char *key, uint16_t *id)
{
	uint32_t number = 0;

	if (!take_hex(reader, key, 4, &number))
		return false;
	*id = (uint16_t)number;
	return true;
}

static bool take_bdf(struct reader *reader, const char *key, char text[static VFIOV_BDF_MAX + 1])
{
	struct vfv_bdf bdf;
	char given[VFIOV_BDF_MAX + 1], whole[VFV_BDF_TEXT];

	if (!take_text(reader, key, given, sizeof(given)))
		return false;
	if (vfv_bdf_parse(given, &bdf) < 0)
		fail(reader, key, "not a PCI address");
	else
		snprintf(text, VFIOV_BDF_MAX + 1, "%.*s", VFIOV_BDF_MAX,
			 vfv_bdf_format(bdf, whole));
	return !reader->failed;
}

static bool take_word(struct reader *reader, const char *key, char word[static VFV_WORD_SIZE])
{
	if (!take_text(reader, key, word, VFV_WORD_SIZE))
		return false;
	if (!vfv_word_is_valid(word))
		fail(reader, key, "not the name of a profile or driver");
	return !reader->failed;
}

/* Return: element @i of the array @key if it is a string of less than @size bytes. */
static const char *element(struct reader *reader, const char *key, json_t *array, size_t i,
			   size_t size)
{
	json_t *value = json_array_get(array, i);

	if (json_is_string(value) && json_string_length(value) < size)
		return json_string_value(value);
	fail(reader, key, "element %zu is not a string of at most %zu bytes", i, size - 1);
	return NULL;
}

static json_t *get_array(struct reader *reader, const char *key, size_t max)
{
	json_t *array = get(reader, key);

	if (array && (!json_is_array(array) || json_array_size(array) > max))
		fail(reader, key, "not an array of at most %zu elements", max);
	return reader->failed ? NULL : array;
}

/* Return: true if the host has listed its unknown facts, and the key @name is not among them. */
static bool is_reported(struct reader *reader, const char *name)
{
	static const char key[] = "unknown_facts";
	json_t *array = get_array(reader, key, UNKNOWN_MAX);
	bool told = array;

	/* Another version may have other facts. */
	for (size_t i = 0; i < json_array_size(array) && !reader->failed; i++) {
		const char *text = element(reader, key, array, i, VFV_WORD_SIZE);

		told = told && text && strcmp(text, name);
	}
	return told;
}

static void take_names(struct reader *reader, const char *host, struct vfv_names *names)
{
	json_t *array = get_array(reader, "pf_names", VFV_PF_NAMES_MAX);

	for (size_t i = 0; i < json_array_size(array) && !reader->failed; i++) {
		const char *text = element(reader, "pf_names", array, i, VFV_ALT_NAME_SIZE);

		if (text)
			strcpy(names->pf[names->n_pf++], text);
	}
	if (array && is_reported(reader, vfv_match_pf.name))
		names->known |= 1U << VFV_FACT_NAMES;
	else
		names->n_pf = 0;
	(void)take_text(reader, "port", names->port, sizeof(names->port));
	if (is_reported(reader, vfv_match_port.name))
		names->known |= 1U << VFV_FACT_PORT;
	snprintf(names->host, sizeof(names->host), "%s", host);
	if (*names->host)
		names->known |= 1U << VFV_FACT_HOST;
}

static void take_device(struct reader *reader, struct cmd_vf *item)
{
	struct vfv_vf *vf = &item->vf;
	char serial[VFV_SERIAL_TEXT];
	json_int_t number = 0;

	if (!take_bdf(reader, "bdf", vf->bdf) && !reader->failed)
		fail(reader, "bdf", "is missing");
	vf->present |= (uint32_t)take_bdf(reader, "pf", vf->pf) << VFIOV_A_VF_PF;
	if (take_number(reader, "index", 0, UINT16_MAX, &number)) {
		vf->index = (uint32_t)number;
		vf->present |= 1U << VFIOV_A_VF_INDEX;
	}
	vf->present |= (uint32_t)take_id(reader, "vendor", &vf->vendor) << VFIOV_A_VF_VENDOR;
	vf->present |= (uint32_t)take_id(reader, "device", &vf->device) << VFIOV_A_VF_DEVICE;
	vf->present |= (uint32_t)take_id(reader, "subsystem_vendor", &vf->subsystem_vendor)
		       << VFIOV_A_VF_SUBSYSTEM_VENDOR;
	vf->present |= (uint32_t)take_id(reader, "subsystem_device", &vf->subsystem_device)
		       << VFIOV_A_VF_SUBSYSTEM_DEVICE;
	vf->present |= (uint32_t)take_hex(reader, "class", 6, &vf->class) << VFIOV_A_VF_CLASS;
	if (take_number(reader, "numa_node", -1, INT32_MAX, &number)) {
		vf->numa_node = (int32_t)number;
		vf->present |= 1U << VFIOV_A_VF_NUMA_NODE;
	}
	if (take_text(reader, "serial", serial, sizeof(serial))) {
		if (vfv_serial_parse(serial, &vf->serial) < 0)
			fail(reader, "serial", "not a serial number");
		vf->present |= 1U << VFIOV_A_VF_SERIAL;
		item->serial_known = true;
	} else {
		item->serial_known = is_reported(reader, vfv_match_serial.name);
	}
}

/* Data that only a VF bound to our driver has. */
static void take_state(struct reader *reader, struct vfv_vf *vf)
{
	json_t *available = get_array(reader, "available", VFV_WORDS_MAX);
	bool flag = false;

	for (size_t i = 0; i < json_array_size(available) && !reader->failed; i++) {
		const char *text = element(reader, "available", available, i, VFV_WORD_SIZE);

		if (text && vfv_words_add(&vf->available, text) < 0)
			fail(reader, "available", "element %zu is not the name of a profile", i);
	}
	if (available)
		vf->present |= 1U << VFIOV_A_VF_AVAILABLE;
	if (take_bool(reader, "migratable", &flag)) {
		vf->migratable = flag;
		vf->present |= 1U << VFIOV_A_VF_MIGRATABLE;
	}
	vf->present |= (uint32_t)take_word(reader, "pending", vf->pending) << VFIOV_A_VF_PENDING;
	flag = false;
	(void)take_bool(reader, "migration", &flag);
	vf->migration = flag;
	(void)take_text(reader, "rule", vf->rule, sizeof(vf->rule));
}

static void take_reach(struct reader *reader, enum cmd_reach *reach)
{
	char text[VFV_WORD_SIZE];

	if (!take_text(reader, "beyond", text, sizeof(text)))
		return;
	if (!strcmp(text, cmd_reach_name(CMD_REACH_FOREIGN)))
		*reach = CMD_REACH_FOREIGN;
	else if (!strcmp(text, cmd_reach_name(CMD_REACH_ALTERED)))
		*reach = CMD_REACH_ALTERED;
	else
		fail(reader, "beyond", "neither \"foreign\" nor \"altered\"");
}

int cmd_collected_vf(json_t *object, const char *host, struct cmd_vf *vf,
		     char error[static CMD_COLLECTED_ERROR])
{
	struct reader reader = { .object = object, .error = error };

	*vf = (struct cmd_vf){ .attachment.iommu_group = -1 };
	if (!json_is_object(object)) {
		snprintf(error, CMD_COLLECTED_ERROR, ": not an object");
		return -EINVAL;
	}
	take_device(&reader, vf);
	take_names(&reader, host, &vf->names);
	take_reach(&reader, &vf->reach);
	(void)take_text(&reader, "driver", vf->driver, sizeof(vf->driver));
	if (!take_bool(&reader, "bound", &vf->bound) && !reader.failed)
		fail(&reader, "bound", "is missing");
	/* The state of a bound VF may be missing, for example without the rights to read it. */
	vf->bound = vf->bound && take_word(&reader, "profile", vf->vf.current);
	if (vf->bound) {
		(void)take_word(&reader, "driver", vf->vf.driver);
		take_state(&reader, &vf->vf);
	}
	return reader.failed ? -EINVAL : 0;
}
