"""The pane in a school of its own."""

from __future__ import annotations

import pytest

from studio.panes.write.learning.part import LearningPart
from tests.studio.panes.write.learning.school import School, school_in
from tests.studio.panes.write.study import Study


@pytest.fixture
def school() -> School:
    return School()


@pytest.fixture
def part(study: Study, school: School) -> LearningPart:
    return school_in(study, school)
