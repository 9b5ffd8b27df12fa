"""Kept beside pyproject.toml because bench reads an app's name from either file."""

from setuptools import setup

setup(name="cqs_app")
