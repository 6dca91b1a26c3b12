#!/bin/sh
# Runs manage.py as the services do: under their account, with their settings and secrets. As root: mitwirkung health
# What changes tables (migrate, restore) signs in as their owner, everything else as the application.
set -eu
release=${MITWIRKUNG_RELEASE:-/opt/mitwirkung/current}
unset MITWIRKUNG_RELEASE  # of no concern to the program
while IFS= read -r line || [ -n "$line" ]; do
    case $line in [A-Z]*=*) ;; *) continue ;; esac
    value=${line#*=}
    case $value in \"*\") value=${value#\"} value=${value%\"} ;; esac
    export "${line%%=*}=$value"
done < /etc/mitwirkung/settings.env

credentials=$(mktemp -d /run/mitwirkung-command.XXXXXX)
trap 'rm -rf "$credentials"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
chown mitwirkung: "$credentials"
for file in /etc/mitwirkung/secrets/*; do
    install -o mitwirkung -g mitwirkung -m 0400 "$file" "$credentials/${file##*/}"
done
case ${1:-} in
migrate | restore) mv "$credentials/DATABASE_URL_OF_OWNER" "$credentials/DATABASE_URL" ;;
*) rm "$credentials/DATABASE_URL_OF_OWNER" ;;
esac
export CREDENTIALS_DIRECTORY="$credentials" HOME=/var/lib/mitwirkung
umask 027
cd "$release"
runuser --user mitwirkung --group mitwirkung -- .venv/bin/python manage.py "$@"
