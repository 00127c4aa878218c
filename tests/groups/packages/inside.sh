#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# inside.sh DIR NUMBER: install, look at, remove and purge the packages of DIR/debs, as root in a chroot
# that is thrown away (tests/lib/chroot); TAP whose points are counted from NUMBER on
set -uo pipefail

dir=$1 number=$2 failed=
debs=("$dir"/debs/vfiov{d,-dkms}_*.deb)
log=/tmp/log
export APT_CONFIG=$dir/apt/apt.conf DEBIAN_FRONTEND=noninteractive
# Headers bring their kernel, which nobody boots here: it needs no initrd.
mkdir -p /etc/initramfs-tools
echo update_initramfs=no >/etc/initramfs-tools/update-initramfs.conf
export INITRD=No

# claim TEXT COMMAND...: COMMAND succeeds
claim() {
	local text=$1
	shift
	number=$((number + 1))
	if "$@" >"$log" 2>&1; then
		echo "ok $number - $text"
	else
		echo "not ok $number - $text"
		tail -n 20 "$log" | sed 's/^/# /'
		failed=yes
	fi
}

# apt COMMAND ARG...: all that it needs was fetched outside
apt() {
	apt-get -qq -y -o Dpkg::Options::=--force-confold "$@"
}

# is PATH...: they are there, and no link that leads nowhere
is() {
	local path

	for path; do
		if [ ! -e "$path" ]; then
			echo "$path is not there"
			return 1
		fi
	done
}

none() {
	local path

	for path; do
		if [ -e "$path" ] || [ -L "$path" ]; then
			echo "$path is there"
			return 1
		fi
	done
}

# files: all files except temporary ones and those that dpkg, apt, dkms and systemd keep about all
# packages
files() {
	find / -xdev \( -path /tmp -o -path /run -o -path /var/log -o -path /var/cache -o -path /var/lib/apt -o \
		-path /var/lib/dpkg -o -path '/var/lib/dkms/mok.*' -o -path "$dir" \) -prune -o -print | sort
}

same() {
	files >/tmp/after
	diff /tmp/before /tmp/after
}

# kernels: those whose headers are there
kernels() {
	local headers

	for headers in /usr/src/linux-headers-*-amd64; do
		echo "${headers##*/linux-headers-}"
	done
}

# built: for each kernel that can have it, and for no other
built() {
	local kernel module path

	dkms status
	for kernel in $(kernels); do
		for module in vfiov vfiov_vfio_pci; do
			path=$(echo "/lib/modules/$kernel/updates/dkms/$module".ko*)
			if dpkg --compare-versions "${kernel%%-*}" lt 6.12; then
				none "$path" || return 1
				continue
			fi
			is "$path" || return 1
			[[ $(modinfo -F vermagic "$path") == "$kernel "* ]] || return 1
			modinfo -k "$kernel" $module || return 1
		done
		dpkg --compare-versions "${kernel%%-*}" ge 6.12 || continue
		[ "$(modinfo -k "$kernel" -F depends vfiov_vfio_pci | tr , '\n' | grep -cx vfiov)" -eq 1 ] || return 1
		dkms status -m vfiov -k "$kernel" | grep installed || return 1
	done
}

# able: is there a kernel that can have it?
able() {
	local kernel

	for kernel in $(kernels); do
		dpkg --compare-versions "${kernel%%-*}" lt 6.12 || return 0
	done
	return 1
}

version=$(dpkg-deb -f "$dir"/debs/vfiovd_*.deb Version)
mapfile -t wanted <"$dir/wanted"
claim "dkms and headers of a kernel come with them" grep -qx 'linux-headers-.*-amd64' "$dir/wanted"
claim "what they want is installed" apt install --no-install-recommends "${wanted[@]}"
files >/tmp/before

claim "they are installed" apt install "${debs[@]}"
if able; then
	claim "a kernel of 6.12 or later is there" able
else
	# Debian 12 has it in its security archive, which a machine with another release does not see.
	echo "ok $((++number)) - a kernel of 6.12 or later is there # SKIP none in the sources"
fi
echo "# kernels: $(kernels | xargs)"
claim "dkms builds the module for each kernel of 6.12 or later, and for no other one" built
claim "vfiovctl runs, of the package's version" grep -qF "$version" <(vfiovctl --version)
claim "the policy that is installed is right" vfiovctl policy check
claim "the daemon runs, of the package's version" grep -qF "$version" <(vfiovd --version)
claim "its user is there" getent passwd vfiovd
claim "its unit is enabled" is /etc/systemd/system/multi-user.target.wants/vfiovd.service
claim "systemd has no complaint of the unit" systemd-analyze verify --man=no vfiovd.service
claim "journalctl knows its messages" grep -q af9407dd19ca448d94de8c3ab1912b7d <(journalctl --list-catalog)

# What an administrator has, and what vfiovctl define keeps.
echo '# mine' >>/etc/vfiovd/vfiovd.conf
touch /etc/vfiovd/policy.d/99-mine.conf
mkdir -p /var/lib/vfiovd
touch /var/lib/vfiovd/defined.conf

claim "they are removed" apt remove vfiovd vfiov-dkms
claim "the module is removed with them" none /lib/modules/*/updates/dkms/vfiov* /var/lib/dkms/vfiov \
	/usr/src/vfiov-*
claim "the programs are gone" none /usr/sbin/vfiovd /usr/bin/vfiovctl
claim "configuration and what was defined stay" is /etc/vfiovd/vfiovd.conf /var/lib/vfiovd/defined.conf
# The enablement of the unit is configuration as well, which purge removes.
claim "no link leads nowhere" test -z "$(find / -xdev -path /etc/systemd/system -prune -o \
	-xtype l -name '*vfiov*' -print)"

claim "they are installed again" apt install "${debs[@]}"
claim "with the module" built
claim "and the administrator's configuration" grep -qx '# mine' /etc/vfiovd/vfiovd.conf

claim "they are purged" apt purge vfiovd vfiov-dkms
claim "the administrator's policy stays" is /etc/vfiovd/policy.d/99-mine.conf
rm -rf /etc/vfiovd
claim "and else nothing" same
echo "1..$number"
[ -z "$failed" ]
