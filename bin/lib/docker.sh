# Finds, installs and starts a Docker Engine. To be sourced by bash, after setup.sh.

docker_host=${DOCKER_HOST:-unix:///var/run/docker.sock}
docker_socket=${docker_host#unix://}
PATH=$PATH:/usr/sbin:/sbin

docker_answers() { docker -H "$docker_host" version --format '{{.Server.Version}}' >/dev/null 2>&1; }

docker_version() { docker -H "$docker_host" version --format '{{.Server.Version}}'; }

is_systemd() { [ -d /run/systemd/system ]; }

# Dies unless a Docker Engine answers or can be made to; changes nothing.
check_docker() {
    docker_answers && return 0
    if [ -S "$docker_socket" ] && [ ! -w "$docker_socket" ]; then
        die 12 "user $(id -un) may not use the Docker Engine at $docker_socket." \
            "The socket belongs to $(stat -c '%U and group %G' "$docker_socket")." \
            "Type: sudo usermod -aG docker $(id -un), and log in again; or run $program as root." \
            "Nothing was built or started."
    fi
    if [ "$docker_host" != unix:///var/run/docker.sock ]; then
        die 13 "no Docker Engine answers at DOCKER_HOST=$DOCKER_HOST." \
            "Start it, or type: unset DOCKER_HOST (then the one of this machine is used or started)."
    fi
    if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
        can_install && return 0
        has_apt || die 11 "no Docker Engine is installed, and $(distribution) has no apt." \
            "Install one: https://docs.docker.com/engine/install"
        die 11 "no Docker Engine is installed." \
            "As root and without --no-install, $program would install the package docker.io and start it." \
            "Type: $(is_root && echo apt-get install docker.io ||
                echo "sudo apt-get install docker.io; sudo usermod -aG docker $(id -un); and log in again")"
    fi
    is_root && return 0
    die 13 "the Docker Engine is installed but does not run, and only root can start it." \
        "Type: $(is_systemd && echo sudo systemctl start docker || echo 'sudo sh -c "dockerd >/var/log/dockerd.log 2>&1 &"')" \
        "and, if you are not in its group: sudo usermod -aG docker $(id -un), and log in again."
}

# After check_docker: returns when a Docker Engine answers.
require_docker() {
    docker_answers && return 0
    if ! command -v dockerd >/dev/null || ! command -v docker >/dev/null; then
        # From Debian 13 on the command is a package of its own.
        # shellcheck disable=SC2046
        apt_install docker.io $(apt-cache pkgnames docker-cli 2>/dev/null | grep -x docker-cli)
        hash -r
        docker_answers && return 0
    fi
    if is_systemd; then
        systemctl start docker || die 13 "systemctl start docker failed." "Type: journalctl -u docker"
        await_docker || die 13 "docker.service runs but does not answer within 60 s." "Type: journalctl -u docker"
    else
        start_dockerd
    fi
}

await_docker() {
    local deadline=$((SECONDS + 60))
    until docker_answers; do
        [ $SECONDS -lt $deadline ] || return 1
        [ -z "${1:-}" ] || kill -0 "$1" 2>/dev/null || return 1
        sleep 0.2
    done
}

# Where nothing like systemd does it.
start_dockerd() {
    local log=/var/log/dockerd.log
    echo "starting dockerd by hand, since PID 1 is not systemd (log: $log)"
    setsid dockerd >>"$log" 2>&1 </dev/null &
    local pid=$!
    if ! await_docker "$pid"; then
        kill "$pid" 2>/dev/null || true
        die 13 "dockerd did not come up and is stopped again; the end of $log:" "$(tail -n 3 "$log")"
    fi
}
