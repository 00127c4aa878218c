// SPDX-License-Identifier: GPL-2.0-only
/*
 * Opens a VF through VFIO and uses it like a legacy virtio-net driver, only through region 0: it
 * requests the peer's MAC address, pings the peer, and checks every byte of the replies.
 */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "nic.h"
#include "peer.h"
#include "report.h"
#include "util.h"

struct options {
	const char *bdf, *own_ip, *peer_ip;
	unsigned int count, payload, timeout_ms;
	bool json, poll;
};

struct figures {
	uint64_t up_accesses; /* number of accesses until the device was ready to send and
			       * receive */
	uint64_t echo_min_ns, echo_max_ns, echo_sum_ns;
};

static void usage(FILE *out)
{
	fputs("Usage: legacy-client [OPTION...] BDF\n"
	      "  -n COUNT    pings (4)\n"
	      "  -s BYTES    payload of a ping (56)\n"
	      "  -t MS       wait for each answer (2000)\n"
	      "  -a ADDRESS  own IPv4 address (" PEER_OWN_IP ")\n"
	      "  -g ADDRESS  peer's IPv4 address (" PEER_GATEWAY_IP ")\n"
	      "  -p          no MSI-X, look at the rings instead\n"
	      "  -j          JSON\n",
	      out);
}

/* Returns 1 to continue, or the negated exit status. */
static int options_parse(struct options *o, int argc, char **argv)
{
	int c;

	*o = (struct options){ .own_ip = PEER_OWN_IP,
			       .peer_ip = PEER_GATEWAY_IP,
			       .count = 4,
			       .payload = 56,
			       .timeout_ms = 2000 };
	while ((c = getopt(argc, argv, "n:s:t:a:g:pjh")) >= 0) {
		switch (c) {
		case 'n':
			o->count = strtoul(optarg, NULL, 0);
			break;
		case 's':
			o->payload = strtoul(optarg, NULL, 0);
			break;
		case 't':
			o->timeout_ms = strtoul(optarg, NULL, 0);
			break;
		case 'a':
			o->own_ip = optarg;
			break;
		case 'g':
			o->peer_ip = optarg;
			break;
		case 'p':
			o->poll = true;
			break;
		case 'j':
			o->json = true;
			break;
		case 'h':
			usage(stdout);
			return 0;
		default:
			usage(stderr);
			return -2;
		}
	}
	if (optind + 1 != argc) {
		usage(stderr);
		return -2;
	}
	o->bdf = argv[optind];
	return 1;
}

static int ping(const struct options *o, struct peer *peer, struct figures *figures)
{
	struct frame_echo echo = { .id = getpid(), .length = o->payload };
	int r;

	figures->echo_min_ns = UINT64_MAX;
	for (unsigned int i = 0; i < o->count; i++) {
		echo.sequence = i + 1;
		r = peer_echo(peer, &echo, o->timeout_ms);
		if (r < 0)
			return r;
		if (peer->echo_ns < figures->echo_min_ns)
			figures->echo_min_ns = peer->echo_ns;
		if (peer->echo_ns > figures->echo_max_ns)
			figures->echo_max_ns = peer->echo_ns;
		figures->echo_sum_ns += peer->echo_ns;
	}
	return nic_drain(peer->nic, o->timeout_ms);
}

static void show(const struct options *o, const struct peer *peer, const struct figures *figures)
{
	const struct nic *nic = peer->nic;
	struct report report;

	report_begin(&report, o->json);
	report_text(&report, "bdf", "%s", o->bdf);
	report_text(&report, "id", "%04x:%04x", nic->ident.vendor, nic->ident.device);
	report_number(&report, "revision", nic->ident.revision);
	report_number(&report, "subsystem_id", nic->ident.subsystem_device);
	report_number(&report, "bar0_size", nic->ident.bar0_size);
	report_number(&report, "open_us", nic->vf->open_ns / 1000);
	report_text(&report, "features_offered", "0x%08x", nic->offered);
	report_text(&report, "features", "0x%08x", nic->accepted);
	report_text(&report, "mac", FRAME_MAC_FMT, FRAME_MAC_ARGS(nic->mac));
	report_number(&report, "link", nic->link);
	report_number(&report, "rx_size", nic->rx.q.ring.num);
	report_number(&report, "tx_size", nic->tx.q.ring.num);
	report_text(&report, "peer_mac", FRAME_MAC_FMT, FRAME_MAC_ARGS(peer->ends.peer_mac));
	report_number(&report, "arp_us", peer->arp_ns / 1000);
	report_number(&report, "echoes", o->count);
	if (o->count) {
		report_number(&report, "echo_min_us", figures->echo_min_ns / 1000);
		report_number(&report, "echo_avg_us", figures->echo_sum_ns / o->count / 1000);
		report_number(&report, "echo_max_us", figures->echo_max_ns / 1000);
	}
	report_number(&report, "stray_frames", peer->stray);
	report_number(&report, "rx_interrupts", nic->interrupts[NIC_VECTOR_RX]);
	report_number(&report, "tx_interrupts", nic->interrupts[NIC_VECTOR_TX]);
	report_number(&report, "bar0_accesses_up", figures->up_accesses);
	report_number(&report, "bar0_accesses", nic->dev.accesses);
	report_end(&report);
}

static int talk(const struct options *o, struct nic *nic, struct vfio_vf *vf)
{
	struct figures figures = { 0 };
	struct peer peer;
	int r;

	r = nic_up(nic, vf, o->poll ? NIC_POLL : 0);
	if (r < 0)
		return r;
	figures.up_accesses = nic->dev.accesses;
	nic->step = "read the IP addresses";
	r = peer_init(&peer, nic, o->own_ip, o->peer_ip);
	if (r < 0)
		return r;
	r = peer_resolve(&peer, o->timeout_ms);
	if (r < 0)
		return r;
	r = ping(o, &peer, &figures);
	if (r < 0)
		return r;
	show(o, &peer, &figures);
	return 0;
}

static void complain(const struct options *o, const struct nic *nic, int error)
{
	const struct pci_ident *id = &nic->ident;

	if (error == -ENODEV)
		fprintf(stderr,
			"%s: not a legacy virtio-net device: %04x:%04x revision %u subsystem id %u "
			"with %s BAR0 of %u bytes\n",
			o->bdf, id->vendor, id->device, id->revision, id->subsystem_device,
			id->bar0_io ? "an I/O" : "a memory", id->bar0_size);
	else
		fprintf(stderr, "%s: cannot %s: %s\n", o->bdf, nic->step, strerror(-error));
}

int main(int argc, char **argv)
{
	struct options o;
	struct vfio_vf vf;
	struct nic nic;
	int r;

	r = options_parse(&o, argc, argv);
	if (r <= 0)
		return -r;
	r = vfio_attach(&vf, o.bdf);
	if (r == 0)
		r = vfio_open(&vf);
	if (r < 0) {
		fprintf(stderr, "%s: cannot open: %s\n", o.bdf, strerror(-r));
		return 1;
	}
	r = talk(&o, &nic, &vf);
	if (r < 0)
		complain(&o, &nic, r);
	nic_down(&nic);
	vfio_detach(&vf);
	return r < 0;
}
