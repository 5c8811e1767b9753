"""Documents to learn from, to watch and to test on."""

from __future__ import annotations

import random

import pytest

from engines.errors import BadInput
from engines.write.reading import Document
from engines.write.split import LEAST_WORDS, split_documents, split_from
from engines.write.tokens import count_words


def stories(count: int, words: int = 40) -> list[Document]:
    return [Document(f"Story {number}", f"fox{number} " + "ran and " * (words // 2)) for number in range(count)]


def words_of(part: tuple[Document, ...]) -> int:
    return sum(count_words(document.text) for document in part)


def test_eight_parts_learn_one_is_watched_one_tests() -> None:
    split = split_documents(stories(100))
    assert [len(part) for part in (split.train, split.held_out, split.test)] == [80, 10, 10]
    assert sorted((*split.train, *split.held_out, *split.test), key=lambda d: d.title) == sorted(
        stories(100), key=lambda d: d.title
    )


def test_the_order_of_the_documents_makes_no_difference() -> None:
    documents = stories(50)
    shuffled = random.Random(3).sample(documents, len(documents))
    assert set(split_documents(documents).test) == set(split_documents(shuffled).test)


def test_another_seed_gives_another_split() -> None:
    assert split_documents(stories(50), seed=0).test != split_documents(stories(50), seed=1).test


def test_one_book_is_cut_into_sections_between_its_paragraphs() -> None:
    paragraphs = [f"paragraph {number} " + "of many words " * 10 for number in range(300)]
    split = split_documents([Document("Book", "\n\n".join(paragraphs))])
    parts = (split.train, split.held_out, split.test)
    assert all(parts)
    total = sum(map(words_of, parts))
    assert total == sum(map(count_words, paragraphs))
    assert 0.05 < words_of(split.test) / total < 0.15
    assert all(document.text.startswith("paragraph") for part in parts for document in part)
    assert split.train[0].title == "Book (1)"


@pytest.mark.parametrize("sentence", ["the fox ran away. ", "the fox ran away "])
def test_one_endless_line_is_cut_as_well(sentence: str) -> None:
    split = split_documents([Document("Line", sentence * 1000)])
    parts = (split.train, split.held_out, split.test)
    assert sum(map(words_of, parts)) == 4000
    assert words_of(split.test) < 600


def test_a_corpus_of_ten_words_is_told_in_a_sentence() -> None:
    with pytest.raises(BadInput, match="only 10 words"):
        split_documents([Document("Tiny", "one two three four five six seven eight nine ten")])


def test_the_least_text_can_be_split() -> None:
    split = split_documents([Document("Small", "fox " * LEAST_WORDS)])
    assert split.train
    assert split.held_out
    assert split.test


def test_the_record_names_every_document_once() -> None:
    split = split_documents(stories(30))
    record = split.record()
    prints = [row["sha256"] for part in record.values() for row in part]
    assert len(set(prints)) == 30
    assert [row["title"] for row in record["test"]] == [document.title for document in split.test]


def test_what_is_watched_by_name_is_not_learnt() -> None:
    every = stories(30)
    split = split_from(every, every[4:6])
    assert (split.train, split.held_out, split.test) == ((*every[:4], *every[6:]), tuple(every[4:6]), ())


def test_texts_without_words_cannot_be_watched() -> None:
    with pytest.raises(BadInput, match="no words in the texts to be held out"):
        split_from(stories(30), [Document("Marks", "...", "")])


def test_when_everything_is_watched_nothing_is_left_to_learn() -> None:
    with pytest.raises(BadInput, match="only 0 words to learn from"):
        split_from(stories(30), stories(30))
