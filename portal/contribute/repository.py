"""A released contribution becomes a branch of a content-only repository: one commit, one new file under casestudies/.

    fetch the branch it starts from -> a tree with the file added -> a commit -> push to contribution/<slug>

Nothing is ever checked out, so no hook, filter or link in the repository can do anything here; and git reads none of this machine's
own settings. The token goes to git in its environment, and is never an argument, in an address or in a message.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass, field
from urllib.parse import urlsplit

#: Where the case studies are in their repository. Nothing else may be written to.
FOLDER = "casestudies"

#: Seconds that git may take to talk to the other side.
PATIENCE = 120

#: Who commits, where no mailbox is set: an address that leads nowhere.
NOBODY = "contributions@copybook.invalid"

_PATH = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*\.md")

#: Answers git's question for a password from the environment; the words hold no secret.
_HELPER = '!f() { test "$1" = get && echo "username=$COPYBOOK_GIT_USER" && echo "password=$COPYBOOK_GIT_TOKEN"; }; f'

#: What git is told instead of what this machine's user has set.
_SETTINGS = (
    ("core.hooksPath", "/dev/null"),
    ("credential.helper", ""),
    ("commit.gpgSign", "false"),
    ("gc.auto", "0"),
    ("protocol.allow", "never"),
    ("protocol.https.allow", "always"),
    ("protocol.ssh.allow", "always"),
    ("protocol.file.allow", "always"),
    ("fetch.recurseSubmodules", "false"),
    ("push.recurseSubmodules", "no"),
)

#: From the machine's environment, git gets these and nothing else.
_PASSED_ON = ("PATH", "SSH_AUTH_SOCK", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")


class NotPushed(Exception):
    """The branch could not be made. Says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Repository:
    """Where contributions go, the branch they start from, and the token, which never shows."""

    address: str
    base: str = "main"
    token: str = field(default="", repr=False)
    author: str = NOBODY


def push_contribution(repository: Repository, path: str, text: str, title: str) -> str:
    """Push a new case study as the branch `contribution/<slug>`, and return the branch. Raises NotPushed."""
    if not _PATH.fullmatch(path):
        raise NotPushed(f"{path!r} is not a place for a case study. Its name must be small letters, digits and single hyphens.")
    branch = branch_of(path)
    with tempfile.TemporaryDirectory(prefix="contribution-") as folder:
        git = _Git(repository, folder)
        git("init", "--quiet", "--bare", "--template=", ".")
        git("fetch", "--quiet", "--depth=1", "--no-tags", "--", repository.address, f"+refs/heads/{repository.base}:refs/heads/base")
        if git("ls-tree", "--name-only", "base", "--", f"{FOLDER}/{path}"):
            raise NotPushed(f"{FOLDER}/{path} is there already. Ask its author for another title, or change that file by hand.")
        git("read-tree", "base")
        blob = git("hash-object", "-w", "--stdin", said=text)
        git("update-index", "--add", "--cacheinfo", f"100644,{blob},{FOLDER}/{path}")
        commit = git("commit-tree", git("write-tree"), "-p", "base", said=f"Contribute: {_one_line(title)}\n")
        git("push", "--quiet", "--", repository.address, f"{commit}:refs/heads/{branch}")
    return branch


def branch_of(path: str) -> str:
    """The branch that a new case study is pushed as."""
    return f"contribution/{path.rpartition('/')[2].removesuffix('.md')}"


def _one_line(title: str) -> str:
    return " ".join(title.split())[:60]


class _Git:
    """Git in a folder of its own, told only what it needs to know."""

    def __init__(self, repository: Repository, folder: str) -> None:
        self._folder, self._token = folder, repository.token
        settings = list(_SETTINGS)
        if repository.token and repository.address.startswith("https://"):
            # For that host alone: wherever else git is sent, it is not told.
            settings.append((f"credential.https://{urlsplit(repository.address).netloc.rpartition('@')[2]}.helper", _HELPER))
        self._environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {
            "HOME": folder,
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_SSH_COMMAND": "ssh -o BatchMode=yes",
            "GIT_CONFIG_COUNT": str(len(settings)),
            **{f"GIT_CONFIG_KEY_{place}": name for place, (name, _) in enumerate(settings)},
            **{f"GIT_CONFIG_VALUE_{place}": value for place, (_, value) in enumerate(settings)},
            **{f"GIT_{who}_NAME": "Copybook" for who in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{who}_EMAIL": repository.author for who in ("AUTHOR", "COMMITTER")},
            "COPYBOOK_GIT_USER": urlsplit(repository.address).username or "copybook",
            "COPYBOOK_GIT_TOKEN": repository.token,
        }

    def __call__(self, *arguments: str, said: str = "") -> str:
        """Run git with these arguments, give it something to read, and return what it says. Raises NotPushed."""
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=self._folder,
                env=self._environment,
                input=said.encode(),
                capture_output=True,
                timeout=PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise NotPushed(f"git {arguments[0]} took longer than {PATIENCE} seconds. Try again later.") from None
        if done.returncode:
            raise NotPushed(self._why(arguments[0], done.stderr.decode("utf-8", "replace")))
        return done.stdout.decode("utf-8", "replace").strip()

    def _why(self, command: str, words: str) -> str:
        if self._token:
            words = words.replace(self._token, "…")
        last = " ".join(words.split())[-300:]
        fix = {
            "fetch": "Look at CONTRIBUTIONS_REPOSITORY, CONTRIBUTIONS_TOKEN and CONTENT_BRANCH.",
            "push": "Look whether the token may push, and whether the branch is there already from before.",
        }
        return f"git {command} failed: {last} {fix.get(command, '')}".strip()
