"""Releasing a contribution: to where the settings say, as a branch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.contribute import sending
from portal.contribute.models import Contribution
from portal.contribute.repository import NOBODY, NotPushed, Repository, push_contribution


def push(config: Mapping[str, Any], it: Contribution) -> str:
    """Push it as a branch of CONTRIBUTIONS_REPOSITORY, and return the branch. Raises NotPushed."""
    address = config["CONTRIBUTIONS_REPOSITORY"]
    if not address:
        raise NotPushed("CONTRIBUTIONS_REPOSITORY is not set, so there is nowhere to push to. The README says what it is.")
    repository = Repository(address, config["CONTENT_BRANCH"], config["CONTRIBUTIONS_TOKEN"] or "", sending.editors(config) or NOBODY)
    return push_contribution(repository, it.path, it.text, it.title)
