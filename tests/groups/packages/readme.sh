#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# readme.sh SOURCE APT packages|source: run the README's commands for an installation as packages,
# or from source, as root in a chroot that is discarded afterwards (tests/lib/chroot), for the
# newest 6.12 kernel in APT, a view of the package sources (tests/lib/private-apt); SOURCE must be
# writable
set -uo pipefail
. "$(dirname "$0")/../../lib/tap.sh"

retry=$(cd "$(dirname "$0")/../../lib" && pwd)/retry
cd "$1" || exit 1
export APT_CONFIG=$2/apt.conf DEBIAN_FRONTEND=noninteractive INITRD=No
printf '%s\n' 'APT::Get::Assume-Yes "true";' 'APT::Keep-Downloaded-Packages "true";' >>"$APT_CONFIG"
release=$(apt-cache pkgnames linux-headers-6.12. | sed -n 's/^linux-headers-\(6\.12\.[0-9]*+deb[0-9]*-amd64\)$/\1/p' |
	sort -V | tail -n 1)

# The running kernel is another one, for which Debian has no headers.
mkdir /tmp/bin
cat >/tmp/bin/uname <<END
#!/bin/sh
[ "\$*" = -r ] && exec echo "$release"
exec /bin/uname "\$@"
END
chmod +x /tmp/bin/uname
export PATH=/tmp/bin:$PATH

# section: print the commands of the README's section, one per line
section() {
	sed -n '/^## Install it on a host/,/^Bind a VF/s/^    //p' README.md | sed -e ':more' -e '/\\$/{N;s/\\\n */ /;b more}'
}

# command_like PATTERN: run the only command of the section that matches
command_like() {
	local lines

	mapfile -t lines < <(section | grep -e "$1")
	printf '%s\n' "${lines[@]}"
	[ ${#lines[@]} -eq 1 ] && "$retry" bash -c "${lines[0]}"
}

# module: the kernel has the module and the core
module() {
	modinfo -k "$release" -F filename vfiov && modinfo -k "$release" -F filename vfiov_vfio_pci
}

# works: the installed programs do what is possible without a kernel
works() {
	vfiovctl policy check && vfiovd --version && getent passwd vfiovd &&
		[ -e /etc/systemd/system/multi-user.target.wants/vfiovd.service ]
}

# gone: nothing of the project is left, except the configuration
gone() {
	! command -v vfiovctl vfiovd && ! module
}

as_packages() {
	claim "the first command builds the packages" command_like '^apt install dpkg-dev'
	claim "the second command installs them" command_like '^apt install \./build/debs'
	claim "the modules are built for the kernel" module
	claim "vfiovctl and vfiovd run, with user and enabled unit" works
	claim "the packages are purged" apt-get purge vfiovd vfiov-dkms
	claim "nothing works without them" gone
}

from_source() {
	claim "the packages for a build are installed" command_like '^apt install build-essential'
	claim "it is configured and compiled" command_like '^meson setup'
	claim "it is installed" command_like '^meson install'
	claim "the unit is enabled" command_like '^systemd-sysusers'
	claim "the modules are installed for the kernel" module
	claim "vfiovctl and vfiovd run, with user and enabled unit" works
	claim "it is uninstalled" ninja -C build uninstall
	depmod -a "$release"
	claim "nothing of it works" gone
}

echo "# for $release"
claim "the README has the commands" test "$(section | grep -c .)" -ge 6
rm -rf build
case $3 in
packages) as_packages ;;
source) from_source ;;
esac
tap_end
