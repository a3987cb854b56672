"""The generation before, and what the next one takes over from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from indexer.arrays import Numbers
from indexer.casestudy import Adoption, CaseStudy
from indexer.corpus import Corpus, Kept
from indexer.embedded.catalogue import read_previous_slugs
from indexer.embedded.generations import current, folder_of
from indexer.embedded.manifest import Damaged, Digests, Manifest, check, read_digests, read_manifest
from indexer.embedded.shelf import Shelf, read_adoptions
from indexer.embedded.vectors import Vectors
from indexer.embedding import MODEL_DIGEST


@dataclass(frozen=True, slots=True)
class Previous:
    """A generation to take over from. What other code made is not in its digests, so that it is made anew."""

    folder: Path
    manifest: Manifest
    digests: Digests
    adoptions: tuple[Adoption, ...]

    @property
    def kept(self) -> Kept:
        """What need not be read again."""
        adoptions = zip(self.digests.adoptions, self.adoptions, strict=True)
        return dict.fromkeys(self.digests.case_studies.values()) | dict(adoptions)

    def vectors(self, precision: str) -> Vectors | None:
        """Its vectors, if they are of the same model in the same kind of numbers."""
        built = self.manifest.built
        return Vectors(self.folder) if (built.model_digest, built.precision) == (MODEL_DIGEST, precision) else None

    def copied(self, adoptions: tuple[Adoption, ...]) -> set[str]:
        """The case studies of which an adoption came, went or changed since, which counts in their grade."""
        names = {adoption.copies for adoption in {*self.adoptions} ^ {*adoptions}}
        now = read_previous_slugs(self.folder) if names else {}
        return {now.get(name, name) for name in names}


@dataclass(frozen=True, slots=True)
class Plan:
    """Where each case study comes from, in order of slug: `taken` has its place in the generation before, or -1; those that are
    made anew are in `fresh`, by their place."""

    taken: Numbers
    fresh: Mapping[int, CaseStudy]

    @property
    def kept(self) -> Numbers:
        """The places of those that are taken over."""
        return np.flatnonzero(self.taken >= 0)


def previous_generation(index: Path) -> Previous | None:
    """The generation that serves, or None where there is none, it is damaged, or its schema is another."""
    number = current(index)
    if number is None:
        return None
    folder = folder_of(index, number)
    try:
        manifest = read_manifest(folder)
        if manifest is None:
            return None
        # Whole: what is taken over now is taken over for good.
        check(folder, manifest.files)
    except Damaged:
        return None
    digests = read_digests(folder)
    return Previous(folder, manifest, digests, read_adoptions(folder) if digests.adoptions else ())


def plan(corpus: Corpus, previous: Previous | None, usable: bool) -> Plan:
    """Take over what has the same digest and the same grade, if the vectors are usable."""
    if previous is None:
        return Plan(np.full(len(corpus.digests), -1, dtype=np.int64), dict(enumerate(corpus.case_studies.values())))
    shelf = Shelf(previous.folder)
    digests = previous.digests.case_studies
    places = {slug: place for place, slug in enumerate(digests)}
    regraded = previous.copied(corpus.adoptions)
    taken = np.full(len(corpus.digests), -1, dtype=np.int64)
    fresh = {}
    for place, (slug, digest) in enumerate(corpus.digests.items()):
        if usable and slug not in regraded and digests.get(slug) == digest:
            taken[place] = places[slug]
        else:
            # One that was not read again is on the shelf.
            fresh[place] = corpus.case_studies.get(slug) or shelf.case_study(places[slug])
    return Plan(taken, fresh)
