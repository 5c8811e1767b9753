"""Texts go out: as .txt, .md, .docx and .html."""
