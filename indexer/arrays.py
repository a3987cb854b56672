"""The arrays that search is made of: mostly one number, or one flag, for each case study, in order of slug."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Flags = npt.NDArray[np.bool_]

#: Whole numbers: mostly places of case studies, in order of slug.
Numbers = npt.NDArray[np.int64]
