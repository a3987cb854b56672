"""Work done beside other work, on another processor, where one is free."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

Given = ParamSpec("Given")
Made = TypeVar("Made")

#: One for all questions. With more, they would only fight over the processors; without any, one question would leave some idle.
_helper = ThreadPoolExecutor(1, thread_name_prefix="beside")


def beside(work: Callable[Given, Made], *args: Given.args, **named: Given.kwargs) -> Callable[[], Made]:
    """Begin some work that lets go of Python's lock, and give what waits for its result.

    While the helper is busy with another question, the work is not begun: whoever waits does it then.
    """
    begun = _helper.submit(work, *args, **named)
    return lambda: work(*args, **named) if begun.cancel() else begun.result()
