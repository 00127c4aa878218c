// SPDX-License-Identifier: GPL-2.0-only
/* The parts specific to virtio-net: the concrete PF and VF types and the VF's back ends. */
#include "net-parts.h"
#include "stop.h"
#include "hw/virtio/virtio-net.h"
#include "net/net.h"
#include "qapi/qapi-commands-net.h"
#include "standard-headers/linux/virtio_ids.h"

#define TYPE_NET_PF "vfdev-net-pf"
#define TYPE_NET_VF "vfdev-net-vf"
#define TYPE_NET_PF_DEVICE "vfdev-net-pf-device"
#define TYPE_NET_VF_DEVICE "vfdev-net-vf-device"

struct net_pf {
	struct vfdev_pf pf;
	VirtIONet net;
	char *vf_netdev;
	MACAddr vf_mac;
};

struct net_vf {
	struct vfdev_vf vf;
	VirtIONet net;
};

#define NET_PF(obj) OBJECT_CHECK(struct net_pf, (obj), TYPE_NET_PF)
#define NET_VF(obj) OBJECT_CHECK(struct net_vf, (obj), TYPE_NET_VF)

/* virtio 1.3, Network Device, Device configuration layout */
static const struct vfdev_field net_fields[] = {
	{ 0, 6 },  /* mac */
	{ 6, 2 },  /* status */
	{ 8, 2 },  /* max_virtqueue_pairs */
	{ 10, 2 }, /* mtu */
	{ 12, 4 }, /* speed */
	{ 16, 1 }, /* duplex */
	{ 17, 1 }, /* rss_max_key_size */
	{ 18, 2 }, /* rss_max_indirection_table_length */
	{ 20, 4 }, /* supported_hash_types */
	{ 0, 0 },
};

/* Does what virtio-net-pci does in VirtioPCIClass.realize. */
static void net_realize(VirtIOPCIProxy *proxy, Error **errp)
{
	Object *backend = object_resolve_path_component(OBJECT(proxy), "virtio-backend");
	VirtIONet *net = VIRTIO_NET(backend);

	/*
	 * one for each queue, and one each for the control queue, the configuration and an admin
	 * queue
	 */
	if (proxy->nvectors == DEV_NVECTORS_UNSPECIFIED)
		proxy->nvectors = 2 * MAX(net->nic_conf.peers.queues, 1) + 3;
	virtio_net_set_netclient_name(net, DEVICE(proxy)->id, object_get_typename(OBJECT(proxy)));
	qdev_realize(DEVICE(net), BUS(&proxy->bus), errp);
}

static ssize_t relay_receive(NetClientState *client, const uint8_t *packet, size_t len)
{
	NetClientState *first = qemu_get_subqueue(qemu_get_nic(client->peer), 0);

	if (client->peer != first)
		qemu_send_packet(first, packet, len);
	return len;
}

/* A back end that only forwards what it receives to the back end of queue pair 0. */
static NetClientState *relay(const char *name)
{
	static NetClientInfo info = {
		.type = NET_CLIENT_DRIVER_NONE,
		.size = sizeof(NetClientState),
		.receive = relay_receive,
	};

	return qemu_new_net_client(&info, NULL, "vfdev-relay", name);
}

/*
 * Gives a back end the name of another one: QEMU treats all back ends with the same name as queues
 * of one back end.
 */
static NetClientState *rename_client(NetClientState *client, const char *name)
{
	if (client) {
		g_free(client->name);
		client->name = g_strdup(name);
	}
	return client;
}

/*
 * The VF has the back end `name`, if it exists. If that back end has too few queues, queue pair M
 * uses the back end NAMEqM or, if there is none, the back end of pair 0. Only some of QEMU's back
 * ends can have more than one queue, and QEMU's NIC needs a peer for each pair.
 */
static bool connect_queues(const char *name, NICPeers *peers, Error **errp)
{
	int found = qemu_find_net_clients_except(name, peers->ncs, NET_CLIENT_DRIVER_NIC,
						 peers->queues);

	if (!found && peers->queues == 1) {
		peers->queues = 0;
		return true;
	}
	for (int queue = 0; queue < peers->queues; queue++) {
		NetClientState **peer = &peers->ncs[queue];

		if (queue >= found) {
			g_autofree char *more = g_strdup_printf("%sq%d", name, queue);

			*peer = rename_client(qemu_find_netdev(more), name) ?: relay(name);
		}
		if ((*peer)->peer) {
			error_setg(errp, "netdev %s: in use", name);
			return false;
		}
	}
	return true;
}

static bool net_prepare(struct vfdev_vf *vf, struct vfdev_pf *pf, unsigned index, Error **errp)
{
	struct net_pf *net_pf = NET_PF(pf);
	VirtIONet *net = &NET_VF(vf)->net;
	g_autofree char *name = NULL;
	MACAddr mac = net_pf->vf_mac;

	/* the same address each time the VF is created */
	mac.a[4] += (mac.a[5] + index) >> 8;
	mac.a[5] += index;
	net->nic_conf.macaddr = mac;

	if (pf->vf_queues > 1 && !object_property_set_bool(OBJECT(vf), "mq", true, errp))
		return false;
	net->nic_conf.peers.queues = pf->vf_queues;
	if (net_pf->vf_netdev)
		name = g_strdup_printf("%s%u", net_pf->vf_netdev, index);
	else
		name = g_strdup(DEVICE(vf)->id);
	return connect_queues(name, &net->nic_conf.peers, errp);
}

static void net_set_link(struct vfdev_vf *vf, bool up, Error **errp)
{
	qmp_set_link(qemu_get_queue(NET_VF(vf)->net.nic)->name, up, errp);
}

/* There are two for each pair, and the control queue. */
static unsigned net_queues(struct vfdev_vf *vf)
{
	return 2 * NET_VF(vf)->net.max_queue_pairs + 1;
}

static void net_get_parts(struct vfdev_vf *vf, struct vfdev_parts *parts)
{
	vfdev_net_get_parts(&NET_VF(vf)->net, parts);
}

static const char *net_check_part(struct vfdev_vf *vf, const struct vfdev_part *part, bool *known)
{
	return vfdev_net_check_part(&NET_VF(vf)->net, part, known);
}

static void net_set_part(struct vfdev_vf *vf, const struct vfdev_part *part)
{
	vfdev_net_set_part(&NET_VF(vf)->net, part);
}

/*
 * Returns to the driver the frames of this VF that a back end still holds; frames queued for the VF
 * are lost.
 */
static void net_drain(struct vfdev_vf *vf)
{
	VirtIONet *net = &NET_VF(vf)->net;

	for (int i = 0; i < net->max_ncs; i++) {
		NetClientState *client = qemu_get_subqueue(net->nic, i);

		if (client->peer)
			qemu_flush_or_purge_queued_packets(client->peer, true);
		qemu_flush_or_purge_queued_packets(client, true);
	}
}

static void pf_init(Object *obj)
{
	static const MACAddr vf_mac = { { 0x52, 0x54, 0x00, 0x76, 0x66, 0x00 } };

	NET_PF(obj)->vf_mac = vf_mac;
	virtio_instance_init_common(obj, &NET_PF(obj)->net, sizeof(VirtIONet), TYPE_NET_PF_DEVICE);
}

static void vf_init(Object *obj)
{
	virtio_instance_init_common(obj, &NET_VF(obj)->net, sizeof(VirtIONet), TYPE_NET_VF_DEVICE);
}

static void pci_class_init(ObjectClass *klass)
{
	VIRTIO_PCI_CLASS(klass)->realize = net_realize;
	PCI_DEVICE_CLASS(klass)->vendor_id = PCI_VENDOR_ID_REDHAT_QUMRANET;
	PCI_DEVICE_CLASS(klass)->device_id = PCI_DEVICE_ID_VIRTIO_10_BASE + VIRTIO_ID_NET;
	PCI_DEVICE_CLASS(klass)->class_id = PCI_CLASS_NETWORK_ETHERNET;
}

VFDEV_PROPERTIES pf_properties[] = { DEFINE_PROP_STRING("vf-netdev", struct net_pf, vf_netdev),
				     DEFINE_PROP_MACADDR("vf-mac", struct net_pf, vf_mac),
				     VFDEV_PROPERTIES_END };

static void pf_class_init(ObjectClass *klass, void *data)
{
	pci_class_init(klass);
	VFDEV_PF_CLASS(klass)->vf_type = TYPE_NET_VF;
	VFDEV_PF_CLASS(klass)->device_type = VIRTIO_ID_NET;
	device_class_set_props(DEVICE_CLASS(klass), pf_properties);
}

static void vf_class_init(ObjectClass *klass, void *data)
{
	pci_class_init(klass);
	VFDEV_VF_CLASS(klass)->fields = net_fields;
	VFDEV_VF_CLASS(klass)->prepare = net_prepare;
	VFDEV_VF_CLASS(klass)->set_link = net_set_link;
	VFDEV_VF_CLASS(klass)->queues = net_queues;
	VFDEV_VF_CLASS(klass)->get_parts = net_get_parts;
	VFDEV_VF_CLASS(klass)->check_part = net_check_part;
	VFDEV_VF_CLASS(klass)->set_part = net_set_part;
	VFDEV_VF_CLASS(klass)->drain = net_drain;
}

static InterfaceInfo pcie[] = { { INTERFACE_PCIE_DEVICE }, {} };

static const TypeInfo types[] = {
	{
		.name = TYPE_NET_PF_DEVICE,
		.parent = TYPE_VIRTIO_NET,
		.class_init = vfdev_pf_device_class_init,
	},
	{
		.name = TYPE_NET_VF_DEVICE,
		.parent = TYPE_VIRTIO_NET,
		.class_init = vfdev_vf_device_class_init,
	},
	{
		.name = TYPE_NET_PF,
		.parent = TYPE_VFDEV_PF,
		.instance_size = sizeof(struct net_pf),
		.instance_init = pf_init,
		.class_init = pf_class_init,
		.interfaces = pcie,
	},
	{
		.name = TYPE_NET_VF,
		.parent = TYPE_VFDEV_VF,
		.instance_size = sizeof(struct net_vf),
		.instance_init = vf_init,
		.class_init = vf_class_init,
		.interfaces = pcie,
	},
};

void vfdev_net_register(void)
{
	type_register_static_array(types, ARRAY_SIZE(types));
}
