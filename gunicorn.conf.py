"""How gunicorn serves MitWirkung; it reads this file from the folder that it is started in."""

import os

workers = 2
# a worker with one thread answers nobody while it prints a PDF for somebody
threads = 4
timeout = 60  # seconds without a sign of life of a worker, not of a request
graceful_timeout = 45  # seconds that requests have to end when the server is stopped
max_requests = 2000  # then a worker is replaced, not all at once
max_requests_jitter = 400
forwarder_headers = ""  # no header sets the path; we have no other use for what a proxy may set
control_socket_disable = True  # or gunicorn writes below the home folder, which the service has not
if os.access("/dev/shm", os.W_OK):  # noqa: S108 - signs of life of the workers, no file of ours
    worker_tmp_dir = "/dev/shm"  # noqa: S108 - a slow disk must not make a worker look dead
