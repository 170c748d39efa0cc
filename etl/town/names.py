"""Names of the sample town's streets, people and firms. All are made up."""

import numpy as np

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
