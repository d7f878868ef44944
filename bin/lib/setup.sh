# What bin/quickstart and bin/test share: messages, packages, a JDK. To be sourced by bash.

program=${0##*/}

# die CODE LINE...: says what is missing, what would be done about it and what to type; then exits.
die() {
    local code=$1
    shift
    printf '%s: %s\n' "$program" "$1" >&2
    shift
    [ $# -eq 0 ] || printf '  %s\n' "$@" >&2
    exit "$code"
}

is_root() { [ "$(id -u)" -eq 0 ]; }

has_apt() { command -v apt-get >/dev/null; }

# Whether this script may install packages here. install_allowed is 0 after --no-install.
can_install() { [ "${install_allowed:-1}" = 1 ] && is_root && has_apt; }

distribution() { (. /etc/os-release 2>/dev/null && echo "${PRETTY_NAME:-this Linux}"); }

# Package lists may be absent (containers) or older than what the mirror still has.
apt_update() {
    [ -n "${apt_updated:-}" ] && return 0
    apt_updated=1
    apt-get -qq update || die 20 "apt-get update failed; is there a network and a mirror?"
}

# apt_install PACKAGE...: says so, and installs what is missing.
apt_install() {
    echo "installing $* (Debian packages)"
    local log
    log=$(mktemp)
    if ! DEBIAN_FRONTEND=noninteractive apt-get -qq -y install "$@" >"$log" 2>&1; then
        apt_update
        DEBIAN_FRONTEND=noninteractive apt-get -qq -y install "$@" >"$log" 2>&1 ||
            die 20 "installing $* failed:" "$(tail -n 2 "$log")" "All of it is in $log"
    fi
    rm -f "$log"
}

# The distribution's own JDK package, if it has one that will do; the oldest such, which is the long-supported one.
java_package() {
    has_apt || return 1
    known_java_package && return 0
    # Perhaps the lists are only missing or old.
    can_install && apt_update && known_java_package
}

known_java_package() {
    apt-cache pkgnames openjdk- 2>/dev/null |
        sed -n 's/^openjdk-\([0-9]*\)-jdk-headless$/\1/p' | sort -n |
        awk -v least="$BERTH_JAVA_VERSION" '$1 >= least { print "openjdk-" $1 "-jdk-headless"; found = 1; exit }
            END { exit !found }'
}

# Dies unless a JDK is there or can be installed; changes nothing.
check_java() {
    find_java javac && return 0
    local package
    local looked="looked in: JAVA_HOME, PATH, /usr/lib/jvm, /opt, ~/.sdkman, ~/.jdks, /usr/local, /usr/java"
    if ! package=$(java_package); then
        die 10 "no JDK $BERTH_JAVA_VERSION or newer found." "$looked" \
            "$(distribution) has no package of it, so nothing is installed." \
            "Install one, such as Temurin $BERTH_JAVA_VERSION (https://adoptium.net/installation/linux), and type:" \
            "export JAVA_HOME=/path/of/the/jdk"
    fi
    can_install || die 10 "no JDK $BERTH_JAVA_VERSION or newer found." "$looked" \
        "Type: sudo apt-get install $package (as root and without --no-install, $program would do that)"
}

# After check_java: sets JAVA_HOME.
require_java() {
    find_java javac && return 0
    apt_install "$(java_package)"
    find_java javac || die 10 "the JDK that was just installed is not found."
}
