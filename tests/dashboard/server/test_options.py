import pytest
from streamlit import config

from dashboard.server.options import to_options


def test_every_option_is_one_streamlit_knows() -> None:
    known = config._config_options_template
    assert [name for name in to_options("127.0.0.1", 8501) if name not in known] == []


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("client.showErrorDetails", "none"),
        ("server.enableXsrfProtection", True),
        ("server.enableStaticServing", False),
        ("server.enableAgentApi", False),
        ("browser.gatherUsageStats", False),
        ("server.fileWatcherType", "none"),
        ("server.maxUploadSize", 50),
        ("client.allowedOrigins", []),
    ],
)
def test_what_could_leak_or_load_is_off(option: str, value: object) -> None:
    assert to_options("127.0.0.1", 8501)[option] == value


def test_on_loopback_only_requests_that_name_this_machine_are_answered() -> None:
    assert to_options("127.0.0.1", 8501)["server.allowedHosts"] == ["127.0.0.1", "::1", "localhost"]


def test_both_themes_have_the_same_colours_to_switch_between() -> None:
    options = to_options("127.0.0.1", 8501)
    light = {
        name.removeprefix("theme.light.") for name in options if name.startswith("theme.light.")
    }
    dark = {name.removeprefix("theme.dark.") for name in options if name.startswith("theme.dark.")}
    assert light == dark != set()
