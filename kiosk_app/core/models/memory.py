"""How much memory this till has, and this process uses."""

import ctypes
import os
import sys
from pathlib import Path


def installed_memory() -> int:
    """The till's memory in bytes."""
    if sys.platform == "win32":
        status = (ctypes.c_uint64 * 8)(64)  # MEMORYSTATUSEX: its length, then the load, then the total
        ctypes.windll.kernel32.GlobalMemoryStatusEx(ctypes.byref(status))
        return int(status[1])
    return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def used_memory() -> int:
    """What this process has in memory now, in bytes."""
    return _counters()[0]


def peak_memory() -> int:
    """What this process has had in memory at most, in bytes."""
    return _counters()[1]


def _counters() -> tuple[int, int]:
    if sys.platform == "win32":
        counters = (ctypes.c_uint64 * 9)(72)  # PROCESS_MEMORY_COUNTERS: its length, the peak, what is used now, ...
        this_process = ctypes.c_void_p(-1)
        ctypes.windll.kernel32.K32GetProcessMemoryInfo(this_process, ctypes.byref(counters), 72)
        return int(counters[2]), int(counters[1])
    lines = (line.split() for line in Path("/proc/self/status").read_text("ascii").splitlines())
    kilobytes = {words[0]: int(words[1]) for words in lines if words and words[0] in ("VmRSS:", "VmHWM:")}
    return kilobytes["VmRSS:"] * 1024, kilobytes["VmHWM:"] * 1024
