#!/bin/sh
# Stands in for a running systemd in the drill: starts what a unit says, with its account and credentials, and stops it.
set -eu
units=/etc/systemd/system
running=/run/drill
mkdir -p "$running"

value() { cat "$units/mitwirkung-.service.d/common.conf" "$units/$1" | sed -n "s/^$2=//p"; }

begin() {
    mkdir -p /run/mitwirkung "/run/credentials/$1"
    chown mitwirkung: /run/mitwirkung "/run/credentials/$1"
    value "$1" LoadCredential | while IFS=: read -r name path; do
        install -o mitwirkung -m 0400 "$path" "/run/credentials/$1/$name"
    done
    (
        cd /opt/mitwirkung/current
        set -a
        . /etc/mitwirkung/settings.env
        CREDENTIALS_DIRECTORY=/run/credentials/$1
        GUNICORN_CMD_ARGS='--bind unix:/run/mitwirkung/web.sock'
        set +a
        exec setsid runuser --user mitwirkung -- $(value "$1" ExecStart) >>"/var/log/$1.log" 2>&1
    ) &
    echo $! > "$running/$1"
}

end() {
    [ -e "$running/$1" ] || return 0
    pid=$(cat "$running/$1")
    kill -TERM "$pid" 2>/dev/null || true
    for _ in $(seq 300); do
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.2
    done
    rm "$running/$1"
}

action=$1
shift
case $action in
daemon-reload) exit 0 ;;
enable) exec /bin/systemctl enable "$@" ;;
esac
for unit in "$@"; do
    case "$action $unit" in
    "start postgresql") pg_lsclusters --no-header | while read -r version name _; do pg_ctlcluster --skip-systemctl-redirect "$version" "$name" start || [ $? = 2 ]; done ;;
    *" nginx") if [ -s /run/nginx.pid ]; then nginx -s reload; else nginx; fi ;;
    "start mitwirkung-"*.service) [ -e "$running/$unit" ] || begin "$unit" ;;
    "stop mitwirkung-"*.service) end "$unit" ;;
    "restart mitwirkung-"*.service) end "$unit" && begin "$unit" ;;
    *.timer | *.socket) ;;
    *) echo "systemctl $action $unit: not in the drill" >&2; exit 1 ;;
    esac
done
