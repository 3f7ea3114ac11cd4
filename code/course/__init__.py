"""The site machinery: what turns code and prose into pages, notebooks and checks."""

import os

# Before NumPy is imported: how a sum is split over threads changes its last digits, and results
# must not depend on the machine's cores. The matrices of the course are too small to gain by it.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"
