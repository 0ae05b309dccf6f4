"""python -m bench [turns|understand|store]: one benchmark, or all of them in turn."""

from __future__ import annotations

import sys

from bench import store, turns, understand

BENCHES = {"understand": understand.run, "store": store.run, "turns": turns.run}


def main() -> int:
    """Run what was asked for; 0 when it could be measured."""
    wanted = sys.argv[1:] or list(BENCHES)
    for name in wanted:
        if name not in BENCHES:
            print(f"bench: no benchmark is called {name!r}; there are {', '.join(BENCHES)}", file=sys.stderr)
            return 2
        print(f"{name}:")
        BENCHES[name]()
    return 0


if __name__ == "__main__":
    sys.exit(main())
