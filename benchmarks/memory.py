"""How much memory a measurement took."""

import resource
from pathlib import Path


def peak_megabytes() -> float:
    """Return the peak of this process; on Linux `resource` also counts what its parent held when it began."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
    return int(told["VmHWM"].split()[0]) / 1024
