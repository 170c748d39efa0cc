import pytest

from geodata.masking import scrub_text
from geodata.naming_cues import mask_named


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("报警人张三称被盗", "报警人张**称被盗"),
        ("当事人：李四、联系人 欧阳锋 到场", "当事人：李**、联系人 欧** 到场"),
        ("司机（王小明）驾驶小车", "司机（王**）驾驶小车"),
        ("伤者名叫陈大文", "伤者名叫陈**"),
        ("𠮷野家属何𠮷到场", "𠮷野家属何**到场"),
    ],
)
def test_a_name_after_a_word_for_a_person_is_masked(text: str, masked: str) -> None:
    assert mask_named(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "报警人称在路口被撞",
        "当事人不愿调解",
        "行人横过马路",
        "王府井大街张贴告示",
        "伤者已送医",
        "",
    ],
)
def test_what_is_no_name_stays(text: str) -> None:
    assert mask_named(text) == text


def test_masked_text_stays_as_it_is_and_free_text_is_scrubbed_of_names_and_numbers() -> None:
    scrubbed = scrub_text("报警人张三（13812345678）称")
    assert scrubbed == "报警人张**(138****5678)称"
    assert scrub_text(scrubbed) == scrubbed
