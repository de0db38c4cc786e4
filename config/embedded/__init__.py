"""PostgreSQL and Valkey for development and tests, from wheels: no engine has to be installed on the machine.

    python -m config.embedded start    start what is not running; print the addresses as shell exports
    python -m config.embedded env      print them without starting anything
    python -m config.embedded status   say what runs
    python -m config.embedded stop     end both servers

The servers outlive the process that starts them and are shared by all of this checkout; both listen on 127.0.0.1
only and want a password. See docs/adr/0002-embedded-servers.md.
"""

from config.embedded.servers import Servers, default_home

__all__ = ["Servers", "default_home"]
