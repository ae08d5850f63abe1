"""Figures from figure tables, in house style."""
