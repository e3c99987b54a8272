"""How functions of the kernel are compiled, and the unsigned places they count with.

Places that cannot be negative need no check for counting from the end, which would keep
the compiler from taking many candidates at once.
"""

import numpy as np
from numba import njit

U = np.uint64
ONE = U(1)
# The same bits as plain arrays: sums stay in their order.
exact = njit(cache=True, nogil=True, error_model="numpy")
# For estimates and for reading ahead: sums in any order, no NaN.
fast = njit(cache=True, nogil=True, fastmath=True, error_model="numpy")
