"""Resource limits and exit codes of the subprocess."""

import resource

CPU_SECONDS = 15
MEMORY = 1024 * 1024 * 1024
LOCKED, UNREADABLE, XFA, TOO_MANY_PIXELS = 3, 4, 5, 6


def limit_this_process() -> None:
    """Set hard limits, which the process cannot raise again."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it has nothing to write
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
