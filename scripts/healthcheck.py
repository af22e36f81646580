"""Is this container well? Asked by Docker: `healthcheck.py [ADDRESS] [PART]`.

Without arguments it asks the web server of its own container whether it is up. With an address it
asks there, and with a part of `/readyz` (worker, say) only whether that part is.
"""

import json
import os
import sys
import urllib.error
import urllib.request


def main(arguments: list[str]) -> int:
    address = arguments[0] if arguments else f"http://127.0.0.1:{os.environ['PORT']}/healthz"
    host = os.environ["ALLOWED_HOSTS"].split(",")[0].lstrip(".*") or "localhost"
    # As the proxy in front of it would ask.
    headers = {"Host": host, "X-Forwarded-Proto": "https"}
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, headers=headers), timeout=4
        ) as answer:
            body = answer.read()
    except urllib.error.HTTPError as problem:
        if len(arguments) < 2:
            return 1
        body = problem.read()
    except OSError:
        return 1
    if len(arguments) < 2:
        return 0
    return 0 if json.loads(body)["parts"][arguments[1]] == "up" else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
