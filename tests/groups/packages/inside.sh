#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# inside.sh DIR: install, examine, upgrade, downgrade, remove and purge the packages in DIR/debs and
# DIR/next, with the kernels of DIR/kernels, as root in a chroot that is discarded afterwards
# (tests/lib/chroot)
set -uo pipefail
. "$(dirname "$0")/../../lib/tap.sh"

dir=$1
debs=("$dir"/debs/vfiov{d,-dkms}_*.deb)
next=("$dir"/next/vfiov{d,-dkms}_*.deb)
mapfile -t releases <"$dir/kernels"
export APT_CONFIG=$dir/apt/apt.conf DEBIAN_FRONTEND=noninteractive
# Headers depend on their kernel, which is not booted here, so it needs no initrd.
mkdir -p /etc/initramfs-tools
echo update_initramfs=no >/etc/initramfs-tools/update-initramfs.conf
export INITRD=No

# apt COMMAND ARG...: run apt without network; all packages were fetched outside
apt() {
	unshare --net apt-get -qq -y -o Dpkg::Options::=--force-confold "$@"
}

# is PATH...: true if all of these exist and are not dangling links
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

# files: print all files except temporary ones and those that dpkg, apt, dkms and systemd keep about
# all packages
files() {
	find / -xdev \( -path /tmp -o -path /run -o -path /var/log -o -path /var/cache -o -path /var/lib/apt -o \
		-path /var/lib/dpkg -o -path '/var/lib/dkms/mok.*' -o -path "$dir" \) -prune -o -print | sort
}

same() {
	files >/tmp/after
	diff /tmp/before /tmp/after
}

# kernels: print the kernels whose headers are installed
kernels() {
	local headers

	for headers in /usr/src/linux-headers-*-amd64; do
		echo "${headers##*/linux-headers-}"
	done
}

# built: true if the module is built for each suitable kernel, and for no other
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

# able: true if there is a suitable kernel
able() {
	local kernel

	for kernel in $(kernels); do
		dpkg --compare-versions "${kernel%%-*}" lt 6.12 || return 0
	done
	return 1
}

# of_version VERSION: true if all modules that dkms has built have this version
of_version() {
	local path

	for path in /lib/modules/*/updates/dkms/vfiov*.ko*; do
		echo "$path"
		[ "$(modinfo -F version "$path")" = "$1" ] || return 1
	done
}

# signed: true if the module is signed with the key that dkms has created
signed() {
	local path

	[ -e /var/lib/dkms/mok.pub ] || return 1
	for path in /lib/modules/*/updates/dkms/vfiov*.ko*; do
		modinfo "$path"
		[ "$(modinfo -F signer "$path")" = "DKMS module signing key" ] || return 1
	done
}

# says PATTERN COMMAND...: COMMAND succeeds, and a line of its output matches
says() {
	local pattern=$1 said
	shift

	said=$("$@" 2>&1)
	# shellcheck disable=SC2181 # the status of the captured command
	[ $? -eq 0 ] || { echo "$said"; return 1; }
	echo "$said"
	grep -qE -e "$pattern" <<<"$said"
}

# says_not PATTERN COMMAND...
says_not() {
	local said

	said=$("${@:2}" 2>&1) || { echo "$said"; return 1; }
	echo "$said"
	! grep -qE -e "$1" <<<"$said"
}

# next_kernel PATTERN: vfiovctl reports this about the system in the chroot; the running kernel
# belongs to another one
next_kernel() {
	says "^next kernel $1" vfiovctl --root=/proc/self/root status
}

gone() {
	[ -z "$(find /lib/modules /var/lib/dkms /usr/src -name '*vfiov*' -print)" ]
}

# arrives KERNEL: install a new kernel, at first without its headers
arrives() {
	claim "kernel $1 without headers is reported" \
		says "kernel ${1//+/\\+} has no module, because its headers" "${apt[@]}" "linux-image-$1"
	claim "so does vfiovctl" next_kernel "${1//+/\\+}, .*has no module .*; its headers are not installed"
	claim "with its headers nothing is reported" \
		says_not "has no module" "${apt[@]}" "linux-headers-$1"
	claim "all kernels have a module" built
	claim "vfiovctl finds that of the new one" next_kernel "${1//+/\\+}, .*has the module"
}

# leaves KERNEL: remove all its packages, of which Debian has two, or six since 7.0
leaves() {
	local packages

	mapfile -t packages < <(dpkg-query -W -f '${Package}\n' "linux-*-$1")
	claim "kernel $1 is removed" apt purge "${packages[@]}"
	claim "nothing of it is left" none "/lib/modules/$1"
}

# not_built KERNEL: the reason is reported if a kernel has headers, but no module
not_built() {
	local version

	version=$(dpkg-query -W -f '${Version}' vfiov-dkms)
	dkms uninstall -m vfiov -v "$version" -k "$1" || return 1
	says "kernel ${1//+/\\+} has no module, because it could not be built" /usr/lib/vfiov-dkms/missing || return 1
	touch /etc/dkms/no-autoinstall
	says "kernel ${1//+/\\+} has no module: /etc/dkms/no-autoinstall forbids" /usr/lib/vfiov-dkms/missing || return 1
	rm /etc/dkms/no-autoinstall
	dkms install -m vfiov -v "$version" -k "$1"
}

# kernel_lifecycle OLD NEW [LATER...]: test with an old kernel, its successor, and kernels of later
# series
kernel_lifecycle() {
	local old=$1 new=$2 later apt=(apt install --no-install-recommends)
	shift 2

	claim "a kernel is installed, without its headers" "${apt[@]}" "linux-image-$old"
	claim "the package says which kernel has no headers" \
		says "kernel ${old//+/\\+} has no module, because its headers" "${apt[@]}" "${debs[@]}"
	claim "and which package has them" says "^ *apt install linux-headers-${old//+/\\+}$" /usr/lib/vfiov-dkms/missing
	claim "so does vfiovctl" next_kernel "${old//+/\\+}, .*has no module .*; its headers are not installed"
	claim "a kernel that is too old is named as well" says "kernel 6\.1\.0-1-amd64 is too old" \
		/usr/lib/vfiov-dkms/missing 6.1.0-1-amd64
	claim "with its headers it has one" "${apt[@]}" "linux-headers-$old"
	claim "which is built" built
	claim "and signed by dkms, by a key that can be enrolled" signed
	claim "and vfiovctl finds it" next_kernel "${old//+/\\+}, .*has the module"
	claim "a module that was not built is named, with the reason" not_built "$old"
	arrives "$new"

	claim "the packages are upgraded" says_not "has no module" "${apt[@]}" "${next[@]}"
	claim "both kernels have a module again" built
	claim "of the new version" of_version 0.1.1
	claim "and so have the programs" grep -qF 0.1.1 <(vfiovctl --version)
	leaves "$old"
	claim "the packages are downgraded" "${apt[@]}" --allow-downgrades "${debs[@]}"
	claim "with the module" built
	claim "of the old version" of_version 0.1

	# shellcheck disable=SC1091
	apt+=(-t "$(. /etc/os-release && echo "$VERSION_CODENAME")-backports")
	for later; do
		arrives "$later"
	done
	for later; do
		leaves "$later"
	done
	claim "the packages are purged" apt purge vfiovd vfiov-dkms
	claim "no kernel has a module of theirs" gone
	rm -rf /etc/vfiovd
}

version=$(dpkg-deb -f "$dir"/debs/vfiovd_*.deb Version)
# Leave out the packages of kernels, which later steps install.
mapfile -t wanted < <(grep -vE '^linux-(image|headers|kbuild|base)' "$dir/wanted")
claim "dkms and the headers of a kernel are installed with them" grep -qx 'linux-headers-.*-amd64' "$dir/wanted"
claim "their dependencies are installed" apt install --no-install-recommends "${wanted[@]}"
if [ ${#releases[@]} -ge 2 ]; then
	kernel_lifecycle "${releases[@]}"
else
	skip "two kernels of 6.12" "not in the sources"
fi
mapfile -t wanted < <(grep -E '^linux-(image|headers|kbuild|base)' "$dir/wanted")
claim "the recommended headers are installed with their kernel" apt install --no-install-recommends "${wanted[@]}"
files >/tmp/before

claim "they are installed" apt install "${debs[@]}"
if able; then
	claim "a kernel of 6.12 or later is installed" able
else
	# Debian 12 has it in the security archive, which a machine with another release does not
	# use.
	skip "a kernel of 6.12 or later is installed" "none in the sources"
fi
echo "# kernels: $(kernels | xargs)"
claim "dkms builds the module for each kernel of 6.12 or later, and for no other one" built
claim "vfiovctl runs, of the package's version" grep -qF "$version" <(vfiovctl --version)
claim "the installed policy is valid" vfiovctl policy check
claim "the daemon runs, of the package's version" grep -qF "$version" <(vfiovd --version)
claim "its user is there" getent passwd vfiovd
claim "the timer of the metrics is not enabled" none /etc/systemd/system/timers.target.wants/vfiov-metrics.timer
claim "its unit is enabled" is /etc/systemd/system/multi-user.target.wants/vfiovd.service
claim "systemd does not complain about the units" systemd-analyze verify --man=no vfiovd.service vfiov-bind@0.service \
	vfiov-metrics.service vfiov-metrics.timer
claim "udev has the rule" is /usr/lib/udev/rules.d/60-vfiovd.rules
claim "zsh has the completion" is /usr/share/zsh/vendor-completions/_vfiovctl
claim "the hook for later kernels is silent about this one" says_not . /etc/kernel/postinst.d/vfiov-dkms \
	"$(kernels | sort -V | tail -n 1)"
claim "journalctl knows its messages" grep -q af9407dd19ca448d94de8c3ab1912b7d <(journalctl --list-catalog)

# Create an administrator's files, and the file of vfiovctl define.
echo '# mine' >>/etc/vfiovd/vfiovd.conf
touch /etc/vfiovd/policy.d/99-mine.conf
mkdir -p /var/lib/vfiovd
touch /var/lib/vfiovd/defined.conf

claim "they are removed" apt remove vfiovd vfiov-dkms
claim "the module is removed with them" none /lib/modules/*/updates/dkms/vfiov* /var/lib/dkms/vfiov \
	/usr/src/vfiov-*
claim "the programs are gone" none /usr/sbin/vfiovd /usr/bin/vfiovctl
claim "the remaining part of the hook does nothing" says_not . /etc/kernel/postinst.d/vfiov-dkms 6.12.0-none
claim "configuration and definitions stay" is /etc/vfiovd/vfiovd.conf /var/lib/vfiovd/defined.conf
# The enablement of the unit is configuration as well, which purge removes.
claim "no link dangles" test -z "$(find / -xdev -path /etc/systemd/system -prune -o \
	-xtype l -name '*vfiov*' -print)"

claim "they are installed again" apt install "${debs[@]}"
claim "with the module" built
claim "and the administrator's configuration" grep -qx '# mine' /etc/vfiovd/vfiovd.conf

claim "they are purged" apt purge vfiovd vfiov-dkms
claim "the administrator's policy stays" is /etc/vfiovd/policy.d/99-mine.conf
rm -rf /etc/vfiovd
claim "and nothing else" same
tap_end
