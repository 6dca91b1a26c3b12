"""Runs a program without root's override of file permissions: python -m tests.jobs.unprivileged PROGRAM …"""

import ctypes
import os
import sys

PR_CAPBSET_DROP = 24
OVERRIDES = (1, 2)  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH

if __name__ == "__main__":
    if os.getuid() == 0:
        for capability in OVERRIDES:
            assert ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0
    os.execv(sys.executable, [sys.executable, *sys.argv[1:]])  # noqa: S606  our own programs
