"""How gunicorn serves the portal: threads that share one open index, and logs that hold no question beside an address."""

from __future__ import annotations

import gc
import logging
import os
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http import message

bind = os.environ.get("COPYBOOK_BIND", "127.0.0.1:8000")
# One worker for each processor, since one Python runs on one. The application is made once, and the workers are copies of its process:
# all of them then start sooner, share memory, and run the same code even if one is replaced after the files were changed. So a new
# release wants a restart: a reload (SIGHUP) goes on with the old code. Each worker opens the index, the database and the model for
# itself, after it was started: none of them outlives a fork. The vectors are shared.
preload_app = True
worker_class = "gthread"
workers = int(os.environ.get("COPYBOOK_WORKERS", "2"))
# More threads than a processor has use for, so that who reads slowly, or downloads a spreadsheet, keeps nobody waiting.
threads = int(os.environ.get("COPYBOOK_THREADS", "8"))

# The portal cuts a long question itself; refusing it here would answer a pasted email with a bare error. So an address may be as long
# as any that a browser sends, which gunicorn would not have, but not endless: gunicorn would read it all into memory.
message.MAX_REQUEST_LINE = limit_request_line = 2 * 1024 * 1024

# Nothing of ours talks to it.
control_socket_disable = True

accesslog = "-"
# The path without its query, and no referrer: it may hold the last question.
access_log_format = '%(h)s %(t)s "%(m)s %(U)s %(H)s" %(s)s %(B)s %(M)sms'


def _without_questions(record: logging.LogRecord) -> bool:
    """Gunicorn logs a malformed request whole, beside its address. Keep what happened, and not what was asked."""
    message = record.getMessage()
    if message.startswith("Invalid request from"):
        record.msg, record.args = "A malformed request was refused.", ()
    elif message.startswith("Error handling request"):
        record.msg, record.args = message.split("?", 1)[0], ()
    return True


class QuietLogger(Logger):
    """Gunicorn's logger, without the questions."""

    def setup(self, cfg: Any) -> None:
        """Set it up as gunicorn does, then filter."""
        super().setup(cfg)
        self.error_log.addFilter(_without_questions)


logger_class = QuietLogger


# Until the workers serve, nobody looks for rubbish: what is made is there to stay, and looking would take a tenth of the start. The
# process that only watches over them never does.
gc.disable()


def when_ready(server: Any) -> None:
    """Do once, before there are workers, what each would do for its first page."""
    from portal import get_ready

    get_ready(server.app.wsgi())
    gc.freeze()  # the application, for good: so looking for rubbish leaves its memory shared


def post_worker_init(worker: Any) -> None:
    """Open the index before the first visitor comes, and soon load the model."""
    from portal.current_index import open_early

    open_early(worker.wsgi)
    gc.enable()
