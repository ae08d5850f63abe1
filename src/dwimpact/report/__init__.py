"""The report: run the notebooks (papermill), render them (nbconvert), swap in the result."""
