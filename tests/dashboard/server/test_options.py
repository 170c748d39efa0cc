import pytest
from streamlit import config

from dashboard.accounts.policy import Network, Policy
from dashboard.server.options import known_hosts, to_options

OPTIONS = to_options("127.0.0.1", 8501, hosts={"127.0.0.1", "::1", "localhost"})


def test_every_option_is_one_streamlit_knows() -> None:
    known = config._config_options_template
    assert [name for name in OPTIONS if name not in known] == []


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
    assert OPTIONS[option] == value


def test_on_loopback_only_requests_that_name_this_machine_are_answered() -> None:
    assert OPTIONS["server.allowedHosts"] == ["127.0.0.1", "::1", "localhost"]


def test_both_themes_have_the_same_colours_to_switch_between() -> None:
    options = OPTIONS
    light = {
        name.removeprefix("theme.light.") for name in options if name.startswith("theme.light.")
    }
    dark = {name.removeprefix("theme.dark.") for name in options if name.startswith("theme.dark.")}
    assert light == dark != set()


def test_an_office_network_is_answered_by_the_names_it_declares() -> None:
    declared = Policy(network=Network(hosts=("Map.Office.local",)))
    assert known_hosts("10.1.2.3", Policy()) is None
    found = known_hosts("10.1.2.3", declared)
    assert found is not None
    assert {"map.office.local", "10.1.2.3", "localhost"} <= found
    assert "0.0.0.0" not in (known_hosts("0.0.0.0", declared) or ())  # noqa: S104 - never bound


def test_streamlit_is_told_whose_session_it_is() -> None:
    assert set(OPTIONS["server.trustedUserHeaders"]) == {"x-app-user", "x-app-session"}  # type: ignore[call-overload]
