"""Who searches while others do."""

from queue import SimpleQueue
from threading import Thread

from search_index.backends._arrays.turns import Turns


def test_who_has_least_to_do_is_next_then_who_came_first() -> None:
    turns, served = Turns(2), SimpleQueue[str]()

    def search(name: str, work: int) -> None:
        with turns.turn(work):
            served.put(name)

    with turns.turn(9):
        search("free", 20)
        with turns.turn(9):
            waiting = []
            for name, work in (("large", 20), ("small", 1), ("also small", 1)):
                waiting.append(Thread(target=search, args=(name, work)))
                waiting[-1].start()
                while len(turns._waiting) < len(waiting):
                    waiting[-1].join(0.001)
        for one in waiting:
            one.join()
    assert [served.get() for _ in range(4)] == ["free", "small", "also small", "large"]
    search("free again", 1)


def test_nobody_is_overtaken_for_longer_than_his_own_work() -> None:
    turns, served = Turns(1), SimpleQueue[str]()
    threads: list[Thread] = []

    def come(name: str, work: int, followers: int = 0) -> None:
        threads.append(Thread(target=search, args=(name, work, followers)))
        before = len(turns._waiting)
        threads[-1].start()
        while len(turns._waiting) == before:
            threads[-1].join(0.001)

    def search(name: str, work: int, followers: int) -> None:
        with turns.turn(work):
            served.put(name)
            if followers:
                come(name, work, followers - 1)

    with turns.turn(1):
        come("large", 4)
        come("small", 1, followers=9)
    for one in threads:  # which grows meanwhile
        one.join()
    assert [served.get() for _ in range(11)] == ["small"] * 3 + ["large"] + ["small"] * 7
