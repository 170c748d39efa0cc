import gzip
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from dashboard.server.blocks import ENTRY_BYTES, Block, Blocks


def test_a_block_is_made_once_however_many_ask_at_a_time() -> None:
    blocks, together, made = Blocks(), Barrier(8), list[str]()

    def make() -> bytes:
        made.append("block")
        return b"block"

    def ask(_: int) -> Block:
        together.wait()
        return blocks.block("key", make)

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(ask, range(8)))
    assert [gzip.decompress(answer.content) for answer in answers] == [b"block"]
    assert len(made) == 1


def test_the_block_longest_unused_goes_first() -> None:
    blocks, made = Blocks(most_bytes=60 + 2 * ENTRY_BYTES), list[str]()

    def ask(name: str) -> None:
        def make() -> bytes:
            made.append(name)
            return name.encode()

        blocks.block(name, make)

    for name in ("a", "b", "a", "c", "a", "b"):
        ask(name)
    assert made == ["a", "b", "c", "b"]


def test_empty_blocks_take_room_too_and_their_keys_are_not_kept() -> None:
    blocks = Blocks(most_bytes=100 * ENTRY_BYTES)
    sizes = []
    tracemalloc.start()
    try:
        for rounds in (1_000, 4_000):
            for n in range(rounds):
                blocks.block((n, "a long filter" * 200), bytes)
            sizes.append(tracemalloc.get_traced_memory()[0])
    finally:
        tracemalloc.stop()
    assert max(sizes) < 300 * ENTRY_BYTES


def test_equal_blocks_are_equal_bytes() -> None:
    first, second = (Blocks().block("k", lambda: b"same") for _ in range(2))
    assert first == second


def test_under_the_same_key_another_content_has_another_tag() -> None:
    """A data version comes again after a backup was restored."""
    first, second = Blocks().block("k", lambda: b"then"), Blocks().block("k", lambda: b"now")
    assert first.tag != second.tag
