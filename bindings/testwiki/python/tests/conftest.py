"""Fixtures."""

pytest_plugins = ["pytester"]
