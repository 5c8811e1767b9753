"""A few sentences out of a network in training, to see how far it is; writing in earnest is done elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from engines.write.networks import BookNetwork, WordNetwork
from engines.write.sampling import Sampling, drawn
from engines.write.spacing import glue
from engines.write.tokens import PARAGRAPH, STORY
from engines.write.vocabulary import STORY_ID, UNK_ID

SAMPLED_WORDS = 60
MANNER = Sampling(temperature=0.8, top_p=0.95)


@torch.no_grad()
def sample_text(network: WordNetwork | BookNetwork, words: Sequence[str], seed: int) -> str:
    """The beginning of a story; the same for the same weights and ``seed``. ``words`` is the vocabulary by id."""
    chance = np.random.default_rng(seed)
    state = network.fresh_state(1)
    text, word = "", STORY_ID
    for _ in range(SAMPLED_WORDS):
        logits, state = network(torch.tensor([[word]]), state)
        shares = torch.softmax(logits[0, -1].double(), dim=-1).numpy()
        shares[UNK_ID] = 0.0
        drawn_word = drawn(shares, MANNER, chance)
        if drawn_word is None or words[drawn_word] == STORY:
            break
        word = drawn_word
        unit = words[word]
        text += "\n" if unit == PARAGRAPH else glue(text, unit) + unit
    return text.strip()
