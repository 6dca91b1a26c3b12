"""Worker of background queues; several may run in parallel, on several machines."""

import asyncio
import logging
import socket
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from asgiref.sync import sync_to_async
from django.db import DatabaseError, connection
from django.utils import timezone
from procrastinate.contrib.django import app, connector_params
from procrastinate.job_context import JobContext
from procrastinate.psycopg_connector import PsycopgConnector

from agreements.job_choices import Queue
from agreements.job_queue import THIS_WORKER, sign_off, sign_on
from agreements.jobs import sweep
from districts.log_context import JOB

LOG = logging.getLogger(__name__)
# one for other queues; each has its own worker, so that no code waits for a hundred seals, and no sweep for a long table
CONCURRENCY = {Queue.MAIL: 2, Queue.TABLES: 2}
CONNECTIONS = 4
SIGN_ON_PAUSE = 10.0  # seconds
RESTART_PAUSE = 1.0  # seconds, after losing the database


class EndedError(Exception):
    """A queue's worker has ended without being stopped."""


class Worker:
    """Works on queues; `say` outputs what was done."""

    def __init__(self, queues: Iterable[Queue], say: Callable[[str], None], name: str = "") -> None:
        self.queues = list(queues)
        self.name = f"{socket.gethostname()} {name}".strip()
        self.say = say
        self.stopping = False
        self.loop: asyncio.AbstractEventLoop | None = None
        self.task: asyncio.Task[Any] | None = None

    def run(self, *, once: bool = False) -> None:
        """Work until stopped, or once on what is due; waits for a database that is unavailable."""
        THIS_WORKER.set(self.name)
        asyncio.run(self._run(once))
        with suppress(DatabaseError):  # a worker that is not seen any more is missed
            sign_off(self.queues)

    def stop(self) -> None:
        """Finish running jobs and end; callable from any thread or signal handler."""
        self.stopping = True
        if self.loop is not None and self.task is not None:
            self.loop.call_soon_threadsafe(self.task.cancel)

    async def _run(self, once: bool) -> None:
        self.loop, self.task = asyncio.get_running_loop(), asyncio.current_task()
        self.loop.set_default_executor(
            ThreadPoolExecutor(sum(CONCURRENCY.get(queue, 1) for queue in self.queues) + 1)  # one signs on
        )
        try:
            while not self.stopping:
                try:
                    await self._work(once)
                    return
                except Exception:
                    if once:
                        raise
                    LOG.exception("the worker restarts")
                await asyncio.sleep(RESTART_PAUSE)
        except asyncio.CancelledError:
            if not self.stopping:
                raise

    async def _work(self, once: bool) -> None:
        """Work on all queues; if one worker fails, the others are finished, too."""
        if once:
            for queue in self.queues:
                await sync_to_async(sweep, thread_sensitive=False)(queue)
        connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=CONNECTIONS, timeout=10)
        with app.replace_connector(connector):
            async with app.open_async(), asyncio.TaskGroup() as group:
                if not once:
                    group.create_task(self._sign_on())
                for queue in self.queues:
                    group.create_task(self._work_on(queue, once))

    async def _sign_on(self) -> None:
        """Say again and again that this process lives; a frozen one does not."""
        while True:
            await sync_to_async(self._try_to_sign_on, thread_sensitive=False)()
            await asyncio.sleep(SIGN_ON_PAUSE)

    def _try_to_sign_on(self) -> None:
        try:
            sign_on(self.queues, at=timezone.now())
        except DatabaseError:
            connection.close()  # a broken one of this thread; the next attempt opens another

    async def _work_on(self, queue: Queue, once: bool) -> None:
        await app.run_worker_async(
            queues=[queue],
            name=queue,
            concurrency=CONCURRENCY.get(queue, 1),
            wait=not once,
            listen_notify=not once,
            delete_jobs="successful",
            install_signal_handlers=False,
            worker_middleware=[self._say],
        )
        if not once:
            raise EndedError(queue)

    async def _say(self, call_next: Callable[[], Any], context: JobContext, worker: Any) -> Any:
        token = JOB.set(context.job.id)
        try:
            result = await call_next()
            if result:
                self.say(result)
            return result
        finally:
            JOB.reset(token)
