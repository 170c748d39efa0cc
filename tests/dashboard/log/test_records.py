import json
import logging

import pytest

from dashboard.log.records import MOST_ERRORS, JsonLines, SafeRecord, described


def record(message: str = "x", *values: object, error: BaseException | None = None) -> SafeRecord:
    raised = (type(error), error, error.__traceback__) if error else None
    return SafeRecord("dashboard.x", logging.ERROR, "x.py", 1, message, values, raised)


def fail() -> None:
    name = "张三丰"
    try:
        int(name)
    except ValueError as error:
        raise RuntimeError(f"row of {name} 13812341234") from error


def raised() -> BaseException:
    with pytest.raises(RuntimeError) as caught:
        fail()
    return caught.value


def test_message_and_values_are_redacted_when_the_record_is_made() -> None:
    made = record("cell %s of %d", "张三丰", 7)
    assert made.getMessage() == "cell … of 7"
    assert made.args is None


def test_values_that_do_not_fit_the_message_are_left_out() -> None:
    assert record("%d rows", "张三丰").getMessage() == "%d rows"


def test_an_error_tells_kind_and_place_of_each_that_led_to_it_and_no_value() -> None:
    last, first = described(raised())
    assert last["kind"] == "RuntimeError"
    assert first["kind"] == "ValueError"
    assert last["said"] == "row of … …"
    assert first["frames"] == ["tests/dashboard/log/test_records.py:17 fail"]


def test_no_formatter_finds_a_value_in_the_record() -> None:
    made = record("failed", error=raised())
    for text in (logging.Formatter().format(made), JsonLines().format(made), repr(vars(made))):
        assert "三丰" not in text
        assert "13812341234" not in text
    assert "tests/dashboard/log/test_records.py:19 fail" in logging.Formatter().format(made)


def test_a_line_is_json_with_what_was_asked() -> None:
    made = record("incident", error=raised())
    vars(made).update(incident="K7QM-2D4X", route="/api/facts/*/*", account=3, other="张三丰")
    told = json.loads(JsonLines().format(made))
    assert "\n" not in JsonLines().format(made)
    assert (told["incident"], told["route"], told["account"]) == ("K7QM-2D4X", "/api/facts/*/*", 3)
    assert (told["level"], told["said"]) == ("ERROR", "incident")
    assert "other" not in told
    assert told["at"].endswith("+00:00")


def test_errors_of_a_group_are_told_and_a_circle_ends() -> None:
    one, two = ValueError("a"), KeyError("b")
    one.__context__, two.__context__ = two, one
    kinds = [told["kind"] for told in described(ExceptionGroup("both", [one, two]))]
    assert kinds == ["ExceptionGroup", "ValueError", "KeyError"]
    many = ExceptionGroup("many", [ValueError(str(n)) for n in range(50)])
    assert len(described(many)) == MOST_ERRORS


def test_an_error_that_cannot_say_what_it_is_is_told_by_its_kind() -> None:
    class MuteError(Exception):
        def __str__(self) -> str:
            raise LookupError

    (told,) = described(MuteError())
    assert str(told["kind"]).endswith("MuteError")
    assert told["said"] == ""


def test_a_note_on_an_error_is_redacted_too() -> None:
    error = ValueError("no")
    error.add_note("cell '张三丰'")
    assert described(error)[0]["said"] == "no; cell '…'"


@pytest.mark.parametrize("text", ["{", "%", "a\nb", "\x00"])
def test_any_text_is_one_line(text: str) -> None:
    assert JsonLines().format(record(text)).count("\n") == 0
