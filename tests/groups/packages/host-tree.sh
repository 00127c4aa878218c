#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# host-tree.sh DIR RELEASE: install the packages in DIR/debs for the kernel RELEASE, as root in a
# chroot that is discarded afterwards, and store the result in DIR/host.tar
set -euo pipefail

dir=$1 release=$2
export APT_CONFIG=$dir/host-apt/apt.conf DEBIAN_FRONTEND=noninteractive INITRD=No
mkdir -p /etc/initramfs-tools /var/tmp/packages
echo update_initramfs=no >/etc/initramfs-tools/update-initramfs.conf
mapfile -t wanted <"$dir/host-wanted"
# offline PACKAGE...: install them without network; all packages were fetched outside
offline() {
	unshare --net apt-get -qq -y -o Dpkg::Options::=--force-confold --no-install-recommends install "$@"
}
offline "${wanted[@]}"
offline "$dir"/debs/vfiov{d,-dkms}_*.deb
cp -r "$dir/debs" "$dir/next" /var/tmp/packages/
# The kernel's own modules are those of tests/host/modules.
rm -rf "/usr/lib/modules/$release/kernel" "/boot/vmlinuz-$release"
tar -C / --one-file-system -cf "$dir/host.tar" --exclude="./tmp/*" --exclude="./var/cache/*" \
	--exclude=./proc --exclude=./dev --exclude=./sys --exclude=./run --exclude=./mnt .
