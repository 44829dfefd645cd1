"""The mean of two networks: that before the last part of the training, and that after it."""

import argparse
from pathlib import Path

import torch


def main() -> None:
    """Write the mean of both files' weights over the second one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("first", type=Path)
    parser.add_argument("second", type=Path)
    options = parser.parse_args()
    first, second = (torch.load(path, weights_only=True) for path in (options.first, options.second))
    torch.save({name: (weights + second[name]) / 2 for name, weights in first.items()}, options.second)


if __name__ == "__main__":
    main()
