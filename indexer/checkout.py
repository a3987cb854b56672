"""The builder's own copy of the content repository: fetched, and moved forward only.

    fetch ── what has come ── no link instead of a list? ── nothing changed by hand? ── forward? ── move

Whatever is wrong, the copy stays where it was. A move that was cut short is finished by `mend`, so that one that is
killed at any point carries on. Git is run without hooks, questions, other programs or protocols than the one that is set.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from indexer.vocabulary import FILES

#: Seconds that git may take to fetch, and for all else.
FETCH_SECONDS, SECONDS = 300, 120

#: Larger files are told of: nothing reads them, and every copy of the repository carries them for ever.
LARGE = 5_000_000

#: Where the newest commit of the branch is kept, and that a move is going on.
_FETCHED, _MOVING = "refs/copybook/fetched", "copybook-moving"

#: How git writes down what is no plain file.
_LINK, _SUBMODULE = "120000", "160000"

#: The copy's own branch.
_BRANCH = "live"

#: Those that nobody on the way can change or read.
_PROTOCOLS = ("https", "ssh", "file")

#: Whatever this machine or this user has set: no hooks, no helpers that run programs, no content of other repositories,
#: and nothing taken in that git itself finds unsound.
_SETTINGS = (
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "core.attributesFile=/dev/null",
    "core.autocrlf=false",
    "core.protectHFS=true",
    "core.protectNTFS=true",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "fetch.fsckObjects=true",
    "gc.autoDetach=false",
    "http.lowSpeedLimit=1000",
    "http.lowSpeedTime=30",
    "advice.detachedHead=false",
)


class CheckoutError(Exception):
    """The content repository cannot be followed now. Says so in words for everybody, who see them on the site.

    `detail` is for the log alone: folders of this machine, git's own words.
    """

    def __init__(self, says: str, detail: str = "") -> None:
        super().__init__(says)
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Checkout:
    """A branch of a repository, the folder its copy is in, and where in it the case studies are. `lock` is a file
    descriptor that whatever git starts holds too, so that nobody else begins while one of ours still writes."""

    repository: str
    branch: str
    folder: Path
    inside: str = "casestudies"
    lock: int | None = None

    @property
    def casestudies(self) -> Path:
        """The folder of case studies."""
        return self.folder / self.inside


def mend(checkout: Checkout) -> None:
    """Make the copy fit for use: begin one where there is none, take away locks that nobody holds, finish a move cut short."""
    inner = checkout.folder / ".git"
    if not (inner / "HEAD").exists():
        checkout.folder.mkdir(parents=True, exist_ok=True)
        if any(each.name != ".git" for each in checkout.folder.iterdir()):
            raise CheckoutError(
                "The builder's folder holds something else than a copy of the content repository. Empty it, or name another.",
                f"The folder is {checkout.folder}.",
            )
        _git(checkout, "init", "--quiet", "--template=", f"--initial-branch={_BRANCH}", ".")
    for left in (*inner.glob("*.lock"), *(inner / "refs").rglob("*.lock")):
        left.unlink(missing_ok=True)
    moving = inner / _MOVING
    if moving.exists():
        target = moving.read_text(encoding="ascii", errors="replace").strip()
        if re.fullmatch(r"[0-9a-f]{40,64}", target):
            _git(checkout, "reset", "--quiet", "--hard", target)
        moving.unlink()


def head(checkout: Checkout) -> str | None:
    """The commit that the copy is at; None before the first."""
    return _ask(checkout, "rev-parse", "--verify", "--quiet", "HEAD^{commit}").strip() or None


def fetch(checkout: Checkout) -> str:
    """Bring in what has come to the branch, and give its newest commit. The copy itself does not move."""
    _git(
        checkout, "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--end-of-options",
        checkout.repository, f"+refs/heads/{checkout.branch}:{_FETCHED}", seconds=FETCH_SECONDS,
        trouble=f"The branch {checkout.branch!r} of the content repository could not be fetched. See whether it is still there.",
    )  # fmt: skip
    return _git(checkout, "rev-parse", "--verify", f"{_FETCHED}^{{commit}}").strip()


def advance(checkout: Checkout, commit: str) -> tuple[str, ...]:
    """Move the copy forward to a commit that was fetched. Gives what is odd in it, in words.

    Raises CheckoutError, and moves nothing, when the branch was rewritten, the copy was changed by hand, or an agreed
    list is only a link.
    """
    at = head(checkout)
    if at == commit:
        _unchanged(checkout)
        return ()
    if at is not None:
        _unchanged(checkout)
        _forward(checkout, at, commit)
    odd = _odd(checkout, commit)
    moving = checkout.folder / ".git" / _MOVING
    moving.write_text(commit, encoding="ascii")
    _git(checkout, "reset", "--quiet", "--hard", commit)
    moving.unlink()
    return odd


def _unchanged(checkout: Checkout) -> None:
    changed = [entry[3:] for entry in _git(checkout, "status", "--porcelain", "-z", "--ignore-submodules=all").split("\0") if entry]
    if changed:
        raise CheckoutError(
            f"The copy of the content repository was changed by hand: {_named(changed)}. Put back what was changed there; "
            "changes belong in the content repository."
        )


def _forward(checkout: Checkout, at: str, commit: str) -> None:
    if not _is(checkout, "merge-base", "--is-ancestor", at, commit):
        raise CheckoutError(
            f"The history of the branch {checkout.branch!r} was rewritten (a forced push): {at[:12]} is no longer part of it, and "
            "nothing was taken over. If that was meant, the people who run this site remove the builder's copy, and it begins a new one.",
            f"To take it over: stop the builder, remove the folder {checkout.folder}, start the builder.",
        )


def _odd(checkout: Checkout, commit: str) -> tuple[str, ...]:
    """What stands in the folder of case studies and is no plain file of a sensible size. Raises CheckoutError for a link
    that would be read, and where there is no such folder."""
    told = _git(checkout, "ls-tree", "-r", "-l", "-z", "--full-tree", commit, "--", checkout.inside).split("\0")
    entries = [(fields.split(), path) for fields, tab, path in (each.partition("\t") for each in told) if tab]
    read = {checkout.inside, *(f"{checkout.inside}/{name}" for name in (*FILES, "vocabulary"))}
    if lists := [path for (mode, *_), path in entries if mode == _LINK and path in read]:
        raise CheckoutError(f"An agreed list must be a file itself, not a link to one: {_named(lists)}. Put the file there.")
    if not any(path.startswith(f"{checkout.inside}/") for _, path in entries):
        raise CheckoutError(f"The content repository has no folder {checkout.inside!r}. Put it back, or name another with --inside.")
    return tuple(filter(None, (_oddity(mode, size, path) for (mode, _, _, size), path in entries)))


def _oddity(mode: str, size: str, path: str) -> str:
    if mode == _LINK:
        return f"{_shown(path)} is a link to something else: left out. Put the file itself there."
    if mode == _SUBMODULE:
        return f"{_shown(path)} is a submodule, another repository inside this one: left out. Put the files themselves there."
    if size.isdigit() and int(size) > LARGE:
        return f"{_shown(path)} is {int(size) / 1_000_000:.0f} MB: left out, nothing so large is read. Make it smaller or take it away."
    return ""


def _named(paths: list[str]) -> str:
    return ", ".join(map(_shown, paths[:5])) + (f" and {len(paths) - 5} more" if len(paths) > 5 else "")


def _shown(path: str) -> str:
    return path[:200] if path.isprintable() else ascii(path)[:200]


def _git(checkout: Checkout, *arguments: str, seconds: int = SECONDS, trouble: str = "") -> str:
    """What git says. Raises CheckoutError when it fails."""
    code, said, complained = _run(checkout, arguments, seconds)
    if code:
        doing = trouble or f"Git could not do “{arguments[0]}” in the builder's copy. Its own words are in the builder's log."
        raise CheckoutError(doing, f"In {checkout.folder}, git said: {_scrubbed(complained)}")
    return said


def _ask(checkout: Checkout, *arguments: str) -> str:
    code, said, _ = _run(checkout, arguments, SECONDS)
    return "" if code else said


def _is(checkout: Checkout, *arguments: str) -> bool:
    return _run(checkout, arguments, SECONDS)[0] == 0


def _run(checkout: Checkout, arguments: tuple[str, ...], seconds: int) -> tuple[int, str, str]:
    program = shutil.which("git")
    if program is None:
        raise CheckoutError("git is not installed here. Install it.")
    settings = [part for each in _SETTINGS for part in ("-c", each)]
    kept = () if checkout.lock is None else (checkout.lock,)
    running = subprocess.Popen(
        [program, *settings, *arguments], cwd=checkout.folder, env=_environment(checkout), pass_fds=kept, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        said, complained = running.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        _end(running)
        return 1, "", f"stopped after {seconds} seconds"
    except BaseException:
        _end(running)
        raise
    return running.returncode, os.fsdecode(said), complained.decode("utf-8", "replace")


def _end(running: subprocess.Popen[bytes]) -> None:
    """End git and all that it started."""
    try:
        os.killpg(running.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    running.communicate()


def _environment(checkout: Checkout) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in ("GIT_SSH_COMMAND", "GIT_SSL_CAINFO")
    }
    return {
        "GIT_SSH_COMMAND": "ssh -oBatchMode=yes -oConnectTimeout=20",
        **kept,
        # Named, so that a copy which lost its own is never taken for a part of the repository around it.
        "GIT_DIR": str(checkout.folder.resolve() / ".git"),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_ASKPASS": "true",
        "GIT_ALLOW_PROTOCOL": protocol(checkout.repository),
        "LC_ALL": "C",
    }


def protocol(repository: str) -> str:
    """The one protocol that an address needs. Raises CheckoutError for an address that git would hand to another program."""
    scheme = urlsplit(repository).scheme if "://" in repository else ""
    if scheme in _PROTOCOLS:
        return scheme
    if scheme or "::" in repository or repository.startswith("-"):
        raise CheckoutError("The address of the content repository must begin with https://, ssh:// or file://, or be a folder.")
    # As git reads it: `host:path` goes by ssh, unless a slash comes first.
    return "ssh" if ":" in repository.partition("/")[0] else "file"


def _scrubbed(text: str) -> str:
    """Git's words on one line, without a name, a password or anything that would act on a screen."""
    plain = re.sub(r"(\w://)[^/@\s]*@", r"\1", " ".join(text.split()))
    return "".join(each for each in plain if each.isprintable())[:500]
