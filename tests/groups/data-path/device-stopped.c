// SPDX-License-Identifier: GPL-2.0-only
/*
 * The emulated device stops a VF, and another VF continues from its state. A stopped VF takes
 * nothing from its queues and sends no interrupt. Nothing is lost, and the settings that a driver
 * has made through the control queue are preserved.
 */
#include <linux/virtio_config.h>
#include <linux/virtio_net.h>
#include <linux/virtio_pci.h>
#include <stdlib.h>
#include <string.h>

#include "client/util.h"
#include "lib/parts-driver.h"

#define SOON_MS 2000
#define NEVER_MS 100

/* two struct virtio_net_ctrl_mac: one unicast address and two multicast addresses */
static const uint8_t mac_table[] = { 1, 0, 0, 0, 2,    0, 0,  0,    0, 1, 2, 0,    0,
				     0, 1, 0, 0x5e, 0, 0, 1, 0x33, 0x33, 0, 0, 0, 5 };
static const uint8_t address[] = { 2, 0, 0, 0, 0, 9 };
static const uint16_t vlans[] = { 5, 100, 4095 };

static void control(struct parts_driver *driver, uint8_t class, uint8_t command, const void *data,
		    size_t len)
{
	parts_control(driver, class, command, data, len);
	if (!parts_done(driver, PARTS_CTRL, SOON_MS))
		tap_must(-EIO, "run command %u %u of the control queue", class, command);
}

static void configure(struct parts_driver *driver)
{
	const uint8_t on = 1;
	const uint16_t pairs = htole16(2);

	control(driver, VIRTIO_NET_CTRL_RX, VIRTIO_NET_CTRL_RX_ALLMULTI, &on, 1);
	control(driver, VIRTIO_NET_CTRL_MAC, VIRTIO_NET_CTRL_MAC_TABLE_SET, mac_table,
		sizeof(mac_table));
	control(driver, VIRTIO_NET_CTRL_MAC, VIRTIO_NET_CTRL_MAC_ADDR_SET, address, sizeof(address));
	for (size_t i = 0; i < sizeof(vlans) / sizeof(vlans[0]); i++)
		control(driver, VIRTIO_NET_CTRL_VLAN, VIRTIO_NET_CTRL_VLAN_ADD,
			&(uint16_t){ htole16(vlans[i]) }, 2);
	control(driver, VIRTIO_NET_CTRL_MQ, VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET, &pairs, 2);
}

static bool has(const struct vfdev_parts *parts, uint8_t class, uint8_t command, const void *value,
		size_t len)
{
	struct vfdev_part part;

	return parts_find(parts, VFDEV_PART_NET_CVQ_CFG, class, command, &part) && part.len == len &&
	       !memcmp(part.value, value, len);
}

static void configuration(struct parts_driver *driver)
{
	struct parts_rig *rig = driver->rig;
	const uint8_t on = 1, off = 0, pairs[] = { 2, 0 }, ids[] = { 5, 0, 100, 0, 0xff, 0x0f };
	struct vfdev_parts parts;

	tap_ok(&rig->tap, parts_get(rig, 0, 0, &parts) == 0,
	       "the parts contain the driver's settings:");
	tap_ok(&rig->tap,
	       has(&parts, VIRTIO_NET_CTRL_RX, VIRTIO_NET_CTRL_RX_ALLMULTI, &on, 1) &&
		       has(&parts, VIRTIO_NET_CTRL_RX, VIRTIO_NET_CTRL_RX_NOBCAST, &off, 1),
	       "receive modes");
	tap_ok(&rig->tap,
	       has(&parts, VIRTIO_NET_CTRL_MAC, VIRTIO_NET_CTRL_MAC_TABLE_SET, mac_table,
		   sizeof(mac_table)) &&
		       has(&parts, VIRTIO_NET_CTRL_MAC, VIRTIO_NET_CTRL_MAC_ADDR_SET, address,
			   sizeof(address)),
	       "the table of MAC addresses, and its own address");
	tap_ok(&rig->tap, has(&parts, VIRTIO_NET_CTRL_VLAN, VIRTIO_NET_CTRL_VLAN_ADD, ids, sizeof(ids)),
	       "VLANs");
	tap_ok(&rig->tap, has(&parts, VIRTIO_NET_CTRL_MQ, VIRTIO_NET_CTRL_MQ_VQ_PAIRS_SET, pairs, 2),
	       "queue pairs");
	vfdev_parts_free(&parts);
}

static void stopped(struct parts_driver *driver)
{
	struct parts_rig *rig = driver->rig;
	const uint8_t off = 0;

	parts_send(driver, PARTS_TX1);
	tap_ok(&rig->tap, parts_done(driver, PARTS_TX1, SOON_MS),
	       "a frame is sent on the second pair");
	tap_ok(&rig->tap, parts_interrupted(driver, PARTS_VECTOR_QUEUES, SOON_MS),
	       "and its vector fires");
	tap_must(parts_mode(rig, 0, true), "stop it");
	parts_send(driver, PARTS_TX);
	parts_control(driver, VIRTIO_NET_CTRL_RX, VIRTIO_NET_CTRL_RX_ALLMULTI, &off, 1);
	tap_must(vfdev_command(rig->device, NULL, "link vf=0 down"), "pull the cable");
	tap_ok(&rig->tap, !parts_done(driver, PARTS_TX, NEVER_MS),
	       "it accepts no frame while stopped");
	tap_ok(&rig->tap, !parts_done(driver, PARTS_CTRL, NEVER_MS), "nor a command");
	tap_ok(&rig->tap,
	       !parts_interrupted(driver, PARTS_VECTOR_QUEUES, 0) &&
		       !parts_interrupted(driver, PARTS_VECTOR_CONFIG, 0),
	       "and raises no interrupt");
	tap_ok(&rig->tap, parts_register(driver, 0, VIRTIO_PCI_STATUS, 1) & VIRTIO_CONFIG_S_DRIVER_OK,
	       "its registers answer");
	tap_must(parts_mode(rig, 0, false), "resume it");
	tap_ok(&rig->tap,
	       parts_done(driver, PARTS_TX, SOON_MS) && parts_done(driver, PARTS_CTRL, SOON_MS),
	       "it processes both frames when resumed");
	tap_ok(&rig->tap,
	       parts_interrupted(driver, PARTS_VECTOR_QUEUES, SOON_MS) &&
		       parts_interrupted(driver, PARTS_VECTOR_CONFIG, SOON_MS),
	       "and raises interrupts for them and for the link");
	tap_must(vfdev_command(rig->device, NULL, "link vf=0 up"), "set the link up");
	parts_interrupted(driver, PARTS_VECTOR_CONFIG, SOON_MS);
}

static void moved(struct parts_driver *driver)
{
	struct parts_rig *rig = driver->rig;
	struct vfdev_parts parts, after;
	const uint16_t vlan = htole16(100);

	tap_must(parts_create(rig, 1, 1, PARTS_KIND_SET), "create a set object");
	tap_must(parts_mode(rig, 0, true), "stop the source");
	parts_send(driver, PARTS_TX);
	tap_must(parts_get(rig, 0, 0, &parts), "get its parts");
	tap_must(parts_mode(rig, 1, true), "stop the destination");
	tap_ok(&rig->tap, parts_set(rig, 1, 1, &parts) == 0, "another VF accepts its parts");
	tap_ok(&rig->tap, parts_register(driver, 1, VIRTIO_PCI_STATUS, 1) == 0,
	       "until it is resumed they have no effect");
	parts_driver_move(driver, 1);
	tap_must(parts_mode(rig, 1, false), "resume the destination");
	tap_ok(&rig->tap, parts_done(driver, PARTS_TX, SOON_MS),
	       "it then processes the frame that the source did not");
	parts_send(driver, PARTS_TX1);
	tap_ok(&rig->tap, parts_done(driver, PARTS_TX1, SOON_MS),
	       "and continues where the source stopped");
	tap_ok(&rig->tap, parts_interrupted(driver, PARTS_VECTOR_QUEUES, SOON_MS), "interrupts");
	tap_must(parts_destroy(rig, 1, 1), "destroy the object");
	tap_must(parts_create(rig, 1, 1, PARTS_KIND_GET), "create a get object");
	tap_ok(&rig->tap,
	       parts_get(rig, 1, 1, &after) == 0 && after.len == parts.len &&
		       !memcmp(after.data, parts.data, after.len),
	       "and has the same parts");
	control(driver, VIRTIO_NET_CTRL_VLAN, VIRTIO_NET_CTRL_VLAN_DEL, &vlan, 2);
	tap_ok(&rig->tap, true, "its control queue continues as well");
	vfdev_parts_free(&after);
	vfdev_parts_free(&parts);
}

/* Returns whether the output of "parts vf=1" contains the text. */
static bool says(struct parts_rig *rig, const char *text)
{
	_cleanup_free_ char *reply = NULL;

	tap_must(vfdev_command(rig->device, &reply, "parts vf=1"), "ask for the state of VF 1");
	return strstr(reply, text);
}

static void reset(struct parts_driver *driver)
{
	struct parts_rig *rig = driver->rig;
	struct vfdev_parts parts;

	tap_must(parts_get(rig, 0, 0, &parts), "get parts");
	tap_must(parts_destroy(rig, 1, 1), "destroy the object");
	tap_must(parts_create(rig, 1, 1, PARTS_KIND_SET), "create a set object");
	tap_must(parts_mode(rig, 1, true), "stop");
	tap_must(parts_set(rig, 1, 1, &parts), "set");
	tap_ok(&rig->tap, says(rig, "stopped=1 staged=1"), "staged parts have no effect yet");
	parts_register_write(driver, 1, VIRTIO_PCI_STATUS, 1, 0);
	tap_ok(&rig->tap, says(rig, "stopped=1 staged=0"), "a reset by the driver discards them");
	tap_must(parts_set(rig, 1, 1, &parts), "set again");
	tap_must(vfio_reset(&driver->open[1]), "reset the function");
	tap_ok(&rig->tap, says(rig, "stopped=0 staged=0"),
	       "a reset of the function also ends the stop");
	vfdev_parts_free(&parts);
}

int main(void)
{
	struct parts_driver driver;
	struct parts_rig rig;

	parts_rig_begin(&rig);
	parts_rig_use(&rig, 16);
	tap_must(parts_create(&rig, 0, 0, PARTS_KIND_GET), "make an object");
	parts_driver_up(&driver, &rig);
	configure(&driver);
	configuration(&driver);
	stopped(&driver);
	moved(&driver);
	reset(&driver);
	parts_driver_down(&driver);
	return parts_rig_end(&rig);
}
