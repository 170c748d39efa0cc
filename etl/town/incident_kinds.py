"""What happens in the sample town: kinds of incident, how many a year, when, where, who reports."""

from typing import Literal, NamedTuple

Source = Literal["派出所", "交警中队", "消防救援站", "安监中队", "社区卫生服务中心", "社区居委会"]
Scene = Literal["road", "village", "homes", "works", "shops", "water", "streets"]


class Kind(NamedTuple):
    """One kind as its ledger writes it; `share` of its family."""

    word: str
    share: float
    rhythm: str
    scene: Scene


class Family(NamedTuple):
    """Kinds reported together; numbers of the three full years, oldest first."""

    source: Source
    years: tuple[int, int, int]
    kinds: tuple[Kind, ...]
    untimed: float
    """Share without time of day."""
    unplaced: float
    """Share without coordinates."""


FAMILIES = {
    "crime": Family("派出所", (183, 171, 159), (
        Kind("盗窃电动车", 0.33, "night", "shops"),
        Kind("入室盗窃", 0.2, "night", "village"),
        Kind("电信诈骗", 0.25, "daytime", "homes"),
        Kind("抢夺", 0.04, "evening", "streets"),
        Kind("故意伤害", 0.1, "evening", "shops"),
        Kind("其他刑事案件", 0.08, "evening", "homes")), 0.07, 0.14),
    "public_order": Family("派出所", (246, 229, 207), (
        Kind("殴打他人", 0.31, "evening", "shops"),
        Kind("小偷小摸", 0.27, "evening", "village"),
        Kind("赌博", 0.13, "evening", "village"),
        Kind("扰乱公共秩序", 0.19, "evening", "shops"),
        Kind("其他治安案件", 0.1, "daytime", "homes")), 0.05, 0.13),
    "traffic": Family("交警中队", (281, 268, 214), (
        Kind("电动车事故", 0.47, "traffic", "road"),
        Kind("机动车与机动车", 0.3, "traffic", "road"),
        Kind("机动车与行人", 0.13, "traffic", "road"),
        Kind("单方事故", 0.1, "night", "road")), 0.01, 0.06),
    "fire": Family("消防救援站", (7, 6, 4), (
        Kind("电气火灾", 0.5, "dry", "village"),
        Kind("电动自行车火灾", 0.25, "night", "village"),
        Kind("其他火灾", 0.25, "dry", "shops")), 0.0, 0.0),
    "gas": Family("消防救援站", (4, 3, 2), (
        Kind("燃气泄漏", 0.6, "evening", "homes"),
        Kind("一氧化碳中毒", 0.4, "dry", "village")), 0.0, 0.0),
    "work": Family("安监中队", (43, 40, 36), (
        Kind("机械伤害", 0.47, "shift", "works"),
        Kind("物体打击", 0.17, "shift", "works"),
        Kind("车辆伤害", 0.14, "shift", "works"),
        Kind("高处坠落", 0.11, "shift", "works"),
        Kind("灼烫", 0.07, "shift", "works"),
        Kind("触电", 0.04, "shift", "works")), 0.08, 0.05),
    "injury": Family("社区卫生服务中心", (93, 90, 85), (
        Kind("跌倒/坠落", 0.65, "morning", "homes"),
        Kind("犬咬伤", 0.21, "summer", "streets"),
        Kind("烧烫伤", 0.07, "evening", "homes"),
        Kind("刀/锐器伤", 0.06, "evening", "homes"),
        Kind("溺水", 0.01, "summer", "water")), 0.16, 0.17),
    "community": Family("社区居委会", (18, 17, 16), (
        Kind("水浸", 0.28, "rains", "water"),
        Kind("树木倒伏", 0.2, "rains", "streets"),
        Kind("老人走失", 0.19, "morning", "homes"),
        Kind("其他事件", 0.33, "daytime", "homes")), 0.1, 0.19),
}  # fmt: skip
"""The last full year has 723 incidents. Criminal and public-order cases are the reference's."""

COMING_YEAR = 0.95
"""What the running year would come to, against the last full one."""
