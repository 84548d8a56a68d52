"""Words for RandomPet."""

from __future__ import annotations

from typing import Final

_ADVERBS = "barely briefly calmly clearly duly easily evenly freely gently gladly greatly happily highly kindly"
_MORE_ADVERBS = "lively mainly mildly nearly neatly openly partly plainly quickly rarely really safely simply smoothly"
_ADJECTIVES = "able agile apt bold brave bright calm clever cosmic crisp daring eager fair famous fast fit fleet fond"
_MORE_ADJECTIVES = "gentle golden happy keen kind loyal lucid merry mighty neat noble proud quick quiet rapid ready"
_NAMES = "ant badger bat bear bee bison boar buck camel cat cobra colt crane crow deer dove duck eagle eel elk emu ewe"
_MORE_NAMES = "falcon fawn finch fox frog gecko goat gull hare hawk heron horse ibex jay kite koi lamb lark lion llama"

ADVERBS: Final = (*_ADVERBS.split(), *_MORE_ADVERBS.split())
ADJECTIVES: Final = (*_ADJECTIVES.split(), *_MORE_ADJECTIVES.split())
NAMES: Final = (*_NAMES.split(), *_MORE_NAMES.split())
