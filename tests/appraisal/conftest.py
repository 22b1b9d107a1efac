"""What only the tests of the core need."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a folder of truth tables be named when these tests are called for by path."""
    parser.addoption("--tables", default=None, help="a folder of truth tables to run as well")
