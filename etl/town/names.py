"""Names of the sample town's streets, people and firms. All are made up."""

import numpy as np

from etl.identifiers import check_digit
from etl.town.draws import some

_DIGITS = "零一二三四五六七八九"

COLLECTORS = (
    "永宁路", "环岭路", "新丰路", "贤福路", "骏功路", "骏业路", "隔田路", "木古路",
    "岭头路", "上元路", "新安路", "华盛路", "东升路", "文昌路", "迎宾路", "育才路",
    "康宁路", "丰泽路", "翠湖路", "长虹路",
)  # fmt: skip


def numeral(number: int) -> str:
    """Write a number from 1 to 99 in Chinese.

    >>> numeral(12), numeral(20), numeral(34)
    ('十二', '二十', '三十四')
    """
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return head + (_DIGITS[ones] if ones else "")


_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉秀建国志文海燕玲红波鹏辉婷雪梅林"
_TRADES = "鑫旺达华泰兴隆盛源丰和顺昌宏利诚信佳美恒通永安万嘉德润"


def people(count: int, rng: np.random.Generator) -> list[str]:
    """Make up names of persons, two or three characters."""
    surnames = rng.choice(list(_SURNAMES), count)
    given = rng.choice(list(_GIVEN), (count, 2))
    short = some(0.25, count, rng)
    return [
        s + g[0] + ("" if brief else g[1])
        for s, g, brief in zip(surnames, given, short, strict=True)
    ]


def phones(count: int, rng: np.random.Generator) -> list[str]:
    """Make up mobile numbers of valid shape, all in the unassigned block 199 0000 xxxx."""
    return [f"1990000{number:04d}" for number in rng.integers(0, 10_000, count)]


def id_numbers(count: int, rng: np.random.Generator) -> list[str]:
    """Make up ID numbers whose check digit holds and whose area code 999999 does not exist."""
    years = rng.integers(1955, 2003, count)
    days = rng.integers(1, 29, count)
    months = rng.integers(1, 13, count)
    serials = rng.integers(1, 1000, count)
    bodies = [
        f"999999{y}{m:02d}{d:02d}{n:03d}"
        for y, m, d, n in zip(years, months, days, serials, strict=True)
    ]
    return [body + check_digit(body) for body in bodies]


def trade_names(count: int, rng: np.random.Generator) -> list[str]:
    """Make up two-character shop and firm names such as 鑫旺."""
    return ["".join(pair) for pair in rng.choice(list(_TRADES), (count, 2))]


def credit_codes(count: int, rng: np.random.Generator) -> list[str]:
    """Make up unified social credit codes whose check character holds (GB 32100-2015).

    They start with 91 and the area code 999999, which does not exist; each is different.
    """
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    serials = rng.choice(10**8, count, replace=False)
    codes = []
    for serial in serials:
        body = f"91999999{serial:08d}X"
        total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(body))
        codes.append(body + alphabet[(31 - total % 31) % 31])
    return codes
