"""What the template process imports once, so that a kernel forked from it has it at hand.

Imports only: it must hold no zmq context, event loop or session, because a fork would share
them. One thread for BLAS, because threads do not survive a fork.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import IPython.core.completer
import ipykernel.ipkernel
import ipykernel.kernelapp
import matplotlib.backends.backend_agg
import matplotlib.backends.backend_svg
import matplotlib_inline.backend_inline
import pandera.backends.pandas.builtin_checks
import pandera.strategies.pandas_strategies
import pyarrow.parquet

import dwimpact
import dwimpact.verify

for name in dir(dwimpact):  # its names are imported at first use
    getattr(dwimpact, name)
