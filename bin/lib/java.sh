# Finds a Java that Berth runs on. To be sourced by any POSIX shell.

BERTH_JAVA_VERSION=25

# The major version of the JDK in folder $1; 0 where there is none.
java_version() {
    version=
    if [ -r "$1/release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    elif [ -x "$1/bin/java" ]; then
        version=$("$1/bin/java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
    fi
    echo "${version:-0}"
}

# Whether folder $1 holds program $2 (java or javac) of a version that will do.
java_fits() {
    [ -x "$1/bin/$2" ] && [ "$(java_version "$1")" -ge "$BERTH_JAVA_VERSION" ]
}

# Sets JAVA_HOME to a folder with program $1 (java or javac): JAVA_HOME itself, what is on the PATH, the usual folders.
find_java() {
    if [ -n "${JAVA_HOME:-}" ] && java_fits "$JAVA_HOME" "$1"; then
        export JAVA_HOME
        return 0
    fi
    on_path=$(command -v "$1" 2>/dev/null) && on_path=$(readlink -f "$on_path")
    for folder in "${on_path%/bin/*}" /usr/lib/jvm/* /opt/* /opt/*/* "${HOME:-/root}"/.sdkman/candidates/java/* \
        "${HOME:-/root}"/.jdks/* /usr/local/*jdk* /usr/java/*; do
        if java_fits "$folder" "$1"; then
            JAVA_HOME=$folder
            export JAVA_HOME
            return 0
        fi
    done
    return 1
}
