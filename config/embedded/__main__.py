import sys

import config.embedded
from config.embedded import Servers, default_home


def main(verb: str = "") -> None:
    servers = Servers(default_home())
    match verb:
        case "start":
            if servers.start():
                print("export EMBEDDED_STARTED=1")
            print(servers.exports())
        case "env":
            print(servers.exports())
        case "status":
            print(*(f"{name}: {state}" for name, state in servers.status().items()), sep="\n")
        case "stop":
            servers.stop()
        case _:
            raise SystemExit(config.embedded.__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
