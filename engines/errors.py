"""Errors whose text is one sentence for the person at the desk."""

from __future__ import annotations


class ReverieError(Exception):
    """Something went wrong that a person can understand; ``str(error)`` says what and the way out."""


class BadInput(ReverieError):
    """A file, folder or value that the person gave cannot be used."""


class MissingWeights(ReverieError):
    """A model's files are not there or not what its card promises."""


class CannotWrite(ReverieError):
    """The result could not be written; whatever stood there before is untouched."""


class BadCheckpoint(ReverieError):
    """A checkpoint cannot be continued from."""
