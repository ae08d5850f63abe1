"""dwimpact: the Impactmonitor Digitale Werkplaatsen as a study anyone can rerun.

In a notebook, `study = dwimpact.load()` gives the tidy tables with the study's definition,
and the functions below turn them into figure tables, figures, sentences and pages.
"""

import lazy_loader

# Each name is imported at first use, so that a command only loads what it needs.
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
