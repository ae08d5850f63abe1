"""Many reports: a plan of studies, made by the workers of a cluster or of this machine."""
