"""What is installed, and into what."""

import pytest

from deploy import libraries
from deploy.steps import StoppedError


def test_an_old_python_is_told_what_is_needed() -> None:
    with pytest.raises(StoppedError, match=r"3\.11.*现在是 3\.9"):
        libraries.require_python((3, 9))
