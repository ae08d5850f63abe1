"""Running notebooks: in kernels forked from one that has imported everything."""
