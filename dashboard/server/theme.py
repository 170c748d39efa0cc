"""Colours, type and sizes of the pages, as Streamlit's theme options."""

from types import MappingProxyType
from typing import Final

FONT: Final = (
    "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif"  # no web font
)

SHARED: Final = MappingProxyType(
    {
        "font": FONT,
        "headingFont": FONT,
        "baseFontSize": 14,
        "headingFontSizes": ["1.429rem", "1.214rem", "1.143rem", "1rem", "0.929rem", "0.857rem"],
        "headingFontWeights": [700, 700, 600, 600, 600, 600],
        "baseRadius": "6px",
        "buttonRadius": "6px",
        "showWidgetBorder": True,
        "linkUnderline": True,
    }
)

LIGHT: Final = MappingProxyType(
    {
        "primaryColor": "#1F5A99",
        "backgroundColor": "#FFFFFF",
        "secondaryBackgroundColor": "#F6F6F3",
        "textColor": "#1F2731",
        "linkColor": "#1F5A99",
        "borderColor": "#DADDE0",
        "dataframeBorderColor": "#DADDE0",
        "dataframeHeaderBackgroundColor": "#F6F6F3",
        "dataframeHeaderTextColor": "#55606C",
        "redColor": "#A3071A",
        "redTextColor": "#A3071A",
        "orangeColor": "#E48200",
        "yellowColor": "#FEDE52",
        "yellowTextColor": "#6B4E00",
        "yellowBackgroundColor": "#FFF4D6",
        "blueColor": "#1D6CA6",
        "blueBackgroundColor": "#E8F0F8",
        "greenColor": "#3B8F6E",
        "grayColor": "#55606C",
        "grayTextColor": "#55606C",
    }
)

DARK: Final = MappingProxyType(
    {
        "primaryColor": "#3A78C2",  # text on it is always white
        "backgroundColor": "#14171B",
        "secondaryBackgroundColor": "#1B1F25",
        "textColor": "#E9ECEF",
        "linkColor": "#8DBBF2",
        "borderColor": "#343B45",
        "dataframeBorderColor": "#343B45",
        "dataframeHeaderBackgroundColor": "#1B1F25",
        "dataframeHeaderTextColor": "#A9B2BD",
        "redColor": "#C75148",
        "redTextColor": "#FF8B80",
        "orangeColor": "#F39330",
        "yellowColor": "#FFE69B",
        "yellowTextColor": "#F3D98A",
        "yellowBackgroundColor": "#3A3115",
        "blueColor": "#6C91D4",
        "blueBackgroundColor": "#22303F",
        "greenColor": "#81D4B9",
        "grayColor": "#A9B2BD",
        "grayTextColor": "#A9B2BD",
    }
)


def theme_options() -> dict[str, object]:
    """Return the theme as dotted option names; both themes stay switchable."""
    return {
        f"{section}.{name}": value
        for section, values in (("theme", SHARED), ("theme.light", LIGHT), ("theme.dark", DARK))
        for name, value in values.items()
    }
