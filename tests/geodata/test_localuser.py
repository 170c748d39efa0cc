import pytest

from geodata.localuser import local_user


def test_whose_process_it_is_stands_in_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    name = local_user()
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "somebody else")
    assert local_user() == name
    assert name


@pytest.mark.skipif("sys.platform == 'win32'")
def test_an_owner_without_a_name_is_told_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.getuid", lambda: 987_654)
    assert local_user() == "uid 987654"
