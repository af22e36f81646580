"""How the web server runs, on one machine and in a container: `gunicorn -c python:config.gunicorn`.

Every value that a place may want to change comes from the environment (docs/configuration.md).
"""

import gc
import os
import tempfile
from pathlib import Path
from typing import Any

from config.startup import read_settings

read_settings("gunicorn")
wsgi_app = "config.wsgi:application"
bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "6"))
# gunicorn's own "gthread", but a request that has not wholly arrived keeps no thread.
worker_class = "config.web_worker.Worker"
# How long a request may be silent while it arrives.
READ_SECONDS = float(os.environ.get("WEB_READ_SECONDS", "20"))
# The program is loaded once and shared: two workers then need little more memory than one.
preload_app = True
timeout = 60
graceful_timeout = 4
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
# A heartbeat file on a slow disk can stop a worker; memory cannot be slow.
_memory = Path("/dev", "shm")
worker_tmp_dir = str(_memory) if _memory.is_dir() else tempfile.gettempdir()
control_socket_disable = True
errorlog = "-"
loglevel = os.environ.get("WEB_LOG_LEVEL", "warning")


def when_ready(server: Any) -> None:
    """Before the workers are forked: load what their first pages would load into each of them. And
    what is loaded now is never looked at by a collection again, which would write to it and so copy
    it into each worker. Two workers hold 30 MB less by each of the two."""
    from config.warm import warm_up  # once Django is set up

    warm_up()
    gc.collect()
    gc.freeze()
