#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# from-source.sh SOURCE: build the project, install it in /usr/local and uninstall it, as root in a
# chroot that is discarded afterwards (tests/lib/chroot)
set -uo pipefail
. "$(dirname "$0")/../../lib/tap.sh"

export PATH=/usr/local/sbin:/usr/local/bin:$PATH
source=$1 build=/tmp/build

# files: print all files except those that systemd-sysusers and journalctl keep
files() {
	find / -xdev \( -path /tmp -o -path /run -o -path "$source" -o -path '/etc/*-' -o -path /etc/.pwd.lock \
		-o -path /var/lib/systemd \) -prune -o -print | sort
}

# left: print the files that exist now, and did not exist before
left() {
	files | diff /tmp/before - | sed -n 's/^> //p'
}

configured() {
	meson setup "$build" "$source" --prefix=/usr/local -Dkmod=disabled && meson compile -C "$build"
}

files >/tmp/before
claim "the project is built for /usr/local" configured
claim "and installed" meson install -C "$build"
claim "vfiovctl runs, and finds policy and drivers" vfiovctl policy check
claim "the daemon runs" vfiovd --version
claim "its user is there" getent passwd vfiovd
claim "systemd finds the units and their programs" systemd-analyze verify --man=no vfiovd.service \
	vfiov-bind@0.service vfiov-metrics.service vfiov-metrics.timer
claim "which can be enabled" systemctl enable vfiovd vfiov-metrics.timer
claim "to start the program there" [ "$(readlink -f /etc/systemd/system/multi-user.target.wants/vfiovd.service)" = \
	/usr/local/lib/systemd/system/vfiovd.service ]
claim "journalctl knows its messages" grep -q af9407dd19ca448d94de8c3ab1912b7d <(journalctl --list-catalog)
claim "it is disabled" systemctl disable vfiovd vfiov-metrics.timer
claim "and uninstalled" ninja -C "$build" uninstall
journalctl --update-catalog
claim "only the configuration is left" diff <(printf '%s\n' /etc/vfiovd /etc/vfiovd/vfiovd.conf) <(left)
claim "journalctl no longer knows its messages" [ "$(journalctl --list-catalog | grep -c af9407dd19ca448d94de8c3ab1912b7d)" -eq 0 ]
tap_end
