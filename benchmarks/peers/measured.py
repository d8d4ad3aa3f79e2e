"""Runs a command and prints, after all it has printed, how long it took and how much memory it had at most.

A process of its own, and a small one: what a started process had at most counts from what its parent had, and the comparison holds arrays.
"""

import json
import os
import signal
import subprocess
import sys
import time


def main(limit: str, *command: str) -> int:
    """End the command after `limit` seconds."""
    started = time.perf_counter()
    running = subprocess.Popen(command)
    signal.signal(signal.SIGALRM, lambda *_: running.kill())
    signal.alarm(int(limit))
    _, status, usage = os.wait4(running.pid, 0)
    seconds = time.perf_counter() - started
    signal.alarm(0)
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps({"seconds": seconds, "peak_megabytes": usage.ru_maxrss * 1024 / 1e6, "code": code}), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
