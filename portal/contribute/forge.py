"""The page of GitHub or GitLab where somebody with an account makes a new file, with as much filled in as it will take."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode, urlsplit

#: The longest address that browsers, proxies and forges all take.
LONGEST_ADDRESS = 7_000

#: Where the case studies are in their repository.
FOLDER = "casestudies"


@dataclass(frozen=True, slots=True)
class NewFile:
    """The address of the page, and whether the text is filled in there too or has to be pasted."""

    address: str
    has_text: bool
    forge: str


def new_file(repository: str, forge: str, branch: str, path: str, text: str) -> NewFile:
    """GitHub fills in the name and a text that fits into an address. GitLab's editor fills in only the name."""
    name = f"{FOLDER}/{path}"
    if forge == "gitlab":
        return NewFile(f"{repository}/-/new/{quote(branch)}?{urlencode({'file_name': name})}", False, "GitLab")
    page = f"{repository}/new/{quote(branch)}"
    whole = f"{page}?{urlencode({'filename': name, 'value': text}, quote_via=quote)}"
    if len(whole) <= LONGEST_ADDRESS:
        return NewFile(whole, True, "GitHub")
    return NewFile(f"{page}?{urlencode({'filename': name})}", False, "GitHub")


def which_forge(repository: str, said: str | None) -> str:
    """The forge that the settings name, else the one that the host's name does: GitHub unless it says GitLab."""
    return said or ("gitlab" if "gitlab" in (urlsplit(repository).hostname or "") else "github")
