"""The crash test for hours: thousands of operations, hundreds of kills, on both databases;
before it, what is marked slow in all tests.

python -m tests.whole.soak --operations 5000 --kills 60 --seed 7
"""

import argparse
import os
import random
import sys
from pathlib import Path

import pytest

SIZE_VARIABLE = "CONGVAN_CRASH_SIZE"
CRASH = Path(__file__).parent / "test_crash.py"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--operations", type=int, default=3_000)
    parser.add_argument(
        "--kills", type=int, default=40, help="of the web server, and of the worker"
    )
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    asked, for_pytest = parser.parse_known_args()
    print(f"{asked.operations} operations, {asked.kills} kills of each, seed {asked.seed}")
    os.environ[SIZE_VARIABLE] = f"{asked.operations},{asked.kills},{asked.seed}"
    slow = pytest.main([str(CRASH.parents[1]), "-m", "slow", "-v", *for_pytest])
    return pytest.main([str(CRASH), "-v", *for_pytest]) or slow


if __name__ == "__main__":
    sys.exit(main())
