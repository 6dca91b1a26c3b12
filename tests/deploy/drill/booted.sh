#!/bin/sh
# Runs in the same root after it was booted with its own systemd: now the units are what runs.
set -eu
host=vertraege.example

tell() { printf '\n== %s\n' "$*"; }
page() { curl --silent --show-error --fail --insecure --resolve "$host:443:127.0.0.1" "https://$host$1"; }

tell "Everything has started by itself"
for _ in $(seq 240); do
    case $(systemctl is-system-running 2>/dev/null) in running | degraded) break ;; esac
    sleep 0.5
done
systemctl is-active mitwirkung-web.socket mitwirkung-web.service mitwirkung-worker-mail.service mitwirkung-worker-seal.service nginx.service
systemctl is-active mitwirkung-backup.timer mitwirkung-proof.timer mitwirkung-tidy.timer mitwirkung-health.timer
page /bereit/

tell "What the timers start does its work, hardened as it is"
systemctl start mitwirkung-tidy.service mitwirkung-backup.service
systemctl start mitwirkung-proof.service

tell "PDFs are printed and looked at within the limits of the services"
cat > /etc/systemd/system/mitwirkung-trial.service <<'UNIT'
[Service]
Type=oneshot
ExecStart=/opt/mitwirkung/current/.venv/bin/python manage.py shell --no-imports --command "from mitwirkung.demo.papers import invented_paper; from agreements.files.preview.sandbox import draw_page; draw_page(invented_paper('A', 'B'), 'application/pdf', 1)"
UNIT
systemctl daemon-reload
systemctl start mitwirkung-trial.service

tell "What fails is told: no e-mail is set up here, so the health is red"
if systemctl start mitwirkung-health.service; then exit 1; fi
told() { journalctl --sync && journalctl --unit 'alarm-mitwirkung@*' --output cat | grep -q 'mitwirkung-health.service has failed'; }
for _ in $(seq 50); do
    told && break
    sleep 0.2
done
told

tell "A restart refuses nobody"
(for _ in $(seq 40); do page /anmelden/ >/dev/null || echo refused; done) > /run/answers &
systemctl restart mitwirkung-web.service
wait
[ ! -s /run/answers ]
tell "What was booted has passed."
