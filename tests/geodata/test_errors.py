import pickle

from geodata.errors import CrsError, LedgerError, SafetyMapError


def test_an_error_says_what_was_found_expected_and_what_to_do() -> None:
    error = LedgerError("三小.csv: 0 rows", "a heading and rows", "open the file and look")
    assert str(error) == "三小.csv: 0 rows; expected a heading and rows; open the file and look"


def test_an_error_comes_back_whole_from_a_child_process() -> None:
    error = pickle.loads(pickle.dumps(CrsError("a", "b", "c")))  # noqa: S301 - our own bytes
    assert isinstance(error, SafetyMapError)
    assert (error.found, error.expected, error.remedy) == ("a", "b", "c")
