"""A run without a screen: python -m load_tests --host http://127.0.0.1:8000 [any option of locust]

Leaves locust's report, its CSV files and pictures in load_tests/results/. Exit code 1 where a threshold does not hold.
"""

import os
import subprocess
import sys
from pathlib import Path

from load_tests import pictures, verdict

HERE = Path(__file__).parent
RESULTS = HERE / "results"
DEFAULTS = {"--users": "300", "--spawn-rate": "10", "--run-time": "60s"}


def main(arguments: list[str]) -> int:
    """Run, draw, judge."""
    if "--accounts" in arguments:
        place = arguments.index("--accounts")
        os.environ["MERCER_ACCOUNTS"] = arguments[place + 1]
        del arguments[place : place + 2]
    RESULTS.mkdir(exist_ok=True)
    defaults = [word for name, value in DEFAULTS.items() if name not in arguments for word in (name, value)]
    command = [sys.executable, "-m", "locust", "-f", str(HERE / "locustfile.py"), "--headless", "--only-summary"]
    kept = ["--csv", str(RESULTS / "run"), "--csv-full-history", "--html", str(RESULTS / "report.html")]
    # Its own exit code says only whether a call failed: the thresholds say more.
    subprocess.run([*command, *kept, *defaults, *arguments], check=False, cwd=HERE.parent)
    pictures.draw(RESULTS)
    broken = verdict.broken(RESULTS / "run_stats.csv")
    print("\n".join(broken) or "every threshold holds")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
