"""What the template process imports once, so that a kernel forked from it has it at hand.

Imports only: it must hold no zmq context, event loop or session, because a fork would share
them. One thread for BLAS, because threads do not survive a fork.
"""

import gc
import os
import sys

os.chdir("/")  # Matplotlib takes settings from the folder that it is imported in
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# ipykernel and seaborn do without what they cannot import; a chapter gets it when it asks.
NEEDLESS = ("debugpy", "ipywidgets")
for name in NEEDLESS:
    sys.modules[name] = None  # type: ignore[assignment]
gc.disable()  # everything imported here stays, so there is nothing to look for

import IPython.core.completer
import ipykernel.debugger
import ipykernel.ipkernel
import ipykernel.kernelapp
import matplotlib.backends.backend_agg
import matplotlib.backends.backend_svg
import matplotlib_inline.backend_inline
import pandera.backends.pandas.builtin_checks
import pandera.strategies.pandas_strategies
import pyarrow.dataset
import pyarrow.pandas_compat
import pyarrow.parquet
import scipy.stats
from PIL import Image

import dwimpact
import dwimpact.pages.spss
import dwimpact.pages.workbook
import dwimpact.published.verdicts

for name in dir(dwimpact):  # its names are imported at first use
    if not name.startswith("explore"):
        getattr(dwimpact, name)

for name in NEEDLESS:
    del sys.modules[name]
Image.preinit()

# A kernel that looked through these objects for garbage would copy all memory they lie in.
gc.freeze()
gc.enable()
