"""One matcher a file, each run in a process of its own: `python -m bench.scorers.<name> IN OUT`."""
