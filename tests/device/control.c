// SPDX-License-Identifier: GPL-2.0-only
/*
 * vfdev-control: lets a test control a PF, from inside the guest through a mailbox in a BAR, and
 * from outside through the property "command" (QMP qom-set, and qom-get for the answer).
 */
#include "console.h"
#include "mailbox.h"
#include "hw/pci/pci.h"
#include "hw/sysbus.h"

#define TYPE_CONTROL "vfdev-control"
#define CONTROL(obj) OBJECT_CHECK(struct control, (obj), TYPE_CONTROL)

struct control {
	PCIDevice pci;
	char *pf; /* id of the PF, which is looked up each time, because a PF can be unplugged */
	MemoryRegion bar;
	MemoryRegion registers;
	MemoryRegion text;
	uint32_t reply_len;
	GString *reply; /* the answer to the last line, without the word ok */
};

static struct vfdev_pf *find_pf(struct control *control)
{
	DeviceState *dev = qdev_find_recursive(sysbus_get_default(), control->pf);
	Object *pf = dev ? object_dynamic_cast(OBJECT(dev), TYPE_VFDEV_PF) : NULL;

	return pf && dev->realized ? VFDEV_PF(pf) : NULL;
}

static uint32_t pf_address(struct control *control)
{
	struct vfdev_pf *pf = find_pf(control);

	return pf ? pci_get_bdf(PCI_DEVICE(pf)) : VFDEV_MAILBOX_NO_PF;
}

static bool run(struct control *control, const char *line, Error **errp)
{
	struct vfdev_pf *pf = find_pf(control);

	g_string_truncate(control->reply, 0);
	if (!pf) {
		error_setg(errp, "no PF with id '%s'", control->pf);
		return false;
	}
	/* room for the first word and the final NUL */
	return vfdev_console(pf, line, VFDEV_MAILBOX_REPLY_SIZE - 16, control->reply, errp);
}

static void doorbell(struct control *control, uint32_t len)
{
	char *text = memory_region_get_ram_ptr(&control->text);
	char *reply = text + VFDEV_MAILBOX_REPLY - VFDEV_MAILBOX_REQUEST;
	g_autofree char *line = g_strndup(text, MIN(len, VFDEV_MAILBOX_REQUEST_SIZE));
	Error *err = NULL;

	if (run(control, line, &err)) {
		control->reply_len =
			snprintf(reply, VFDEV_MAILBOX_REPLY_SIZE, "ok\n%s", control->reply->str);
	} else {
		control->reply_len = snprintf(reply, VFDEV_MAILBOX_REPLY_SIZE, "error: %s\n",
					      error_get_pretty(err));
		error_free(err);
	}
	control->reply_len = MIN(control->reply_len, VFDEV_MAILBOX_REPLY_SIZE - 1);
	memory_region_set_dirty(&control->text, 0, memory_region_size(&control->text));
}

static uint64_t registers_read(void *opaque, hwaddr at, unsigned size)
{
	struct control *control = opaque;

	switch (at) {
	case VFDEV_MAILBOX_REG_MAGIC:
		return VFDEV_MAILBOX_MAGIC;
	case VFDEV_MAILBOX_REG_REPLY_LENGTH:
		return control->reply_len;
	case VFDEV_MAILBOX_REG_PF:
		return pf_address(control);
	default:
		return 0;
	}
}

static void registers_write(void *opaque, hwaddr at, uint64_t value, unsigned size)
{
	if (at == VFDEV_MAILBOX_REG_DOORBELL)
		doorbell(opaque, value);
}

static const MemoryRegionOps registers_ops = {
	.read = registers_read,
	.write = registers_write,
	.endianness = DEVICE_LITTLE_ENDIAN,
	.valid = { .min_access_size = 4, .max_access_size = 4 },
};

static void realize(PCIDevice *pci, Error **errp)
{
	struct control *control = CONTROL(pci);
	ERRP_GUARD();

	if (!control->pf) {
		error_setg(errp, "pf: expected the id of a PF");
		return;
	}
	memory_region_init_ram_nomigrate(&control->text, OBJECT(control), "vfdev-text",
					 VFDEV_MAILBOX_SIZE - VFDEV_MAILBOX_REQUEST, errp);
	if (*errp)
		return;
	memory_region_init(&control->bar, OBJECT(control), "vfdev-mailbox", VFDEV_MAILBOX_SIZE);
	memory_region_init_io(&control->registers, OBJECT(control), &registers_ops, control,
			      "vfdev-registers", VFDEV_MAILBOX_REQUEST);
	memory_region_add_subregion(&control->bar, 0, &control->registers);
	memory_region_add_subregion(&control->bar, VFDEV_MAILBOX_REQUEST, &control->text);
	pci_register_bar(pci, 0, PCI_BASE_ADDRESS_SPACE_MEMORY, &control->bar);
}

static void unrealize(PCIDevice *pci)
{
	struct control *control = CONTROL(pci);

	memory_region_del_subregion(&control->bar, &control->registers);
	memory_region_del_subregion(&control->bar, &control->text);
}

static char *command_get(Object *obj, Error **errp)
{
	return g_strdup(CONTROL(obj)->reply->str);
}

static void command_set(Object *obj, const char *line, Error **errp)
{
	run(CONTROL(obj), line, errp);
}

VFDEV_PROPERTIES properties[] = { DEFINE_PROP_STRING("pf", struct control, pf),
				  VFDEV_PROPERTIES_END };

static void class_init(ObjectClass *klass, void *data)
{
	PCIDeviceClass *pci = PCI_DEVICE_CLASS(klass);

	pci->realize = realize;
	pci->exit = unrealize;
	pci->vendor_id = VFDEV_MAILBOX_VENDOR;
	pci->device_id = VFDEV_MAILBOX_DEVICE;
	pci->class_id = PCI_CLASS_SYSTEM_OTHER;
	device_class_set_props(DEVICE_CLASS(klass), properties);
	object_class_property_add_str(klass, "command", command_get, command_set);
}

static void instance_init(Object *obj)
{
	CONTROL(obj)->reply = g_string_new(NULL);
}

static void instance_finalize(Object *obj)
{
	g_string_free(CONTROL(obj)->reply, true);
}

static InterfaceInfo conventional[] = { { INTERFACE_CONVENTIONAL_PCI_DEVICE }, {} };

static const TypeInfo type = {
	.name = TYPE_CONTROL,
	.parent = TYPE_PCI_DEVICE,
	.instance_size = sizeof(struct control),
	.instance_init = instance_init,
	.instance_finalize = instance_finalize,
	.class_init = class_init,
	.interfaces = conventional,
};

void vfdev_control_register(void)
{
	type_register_static(&type);
}
