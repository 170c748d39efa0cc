from dataclasses import replace
from datetime import date

from dashboard.reports.cells import headings, table_headings, table_rows
from dashboard.reports.layer_report import LayerReport
from dashboard.texts import Language
from geodata.catalogue.model import Words
from geodata.coordinates.crs import parse_crs
from tests.dashboard.reports.conftest import Make


def first_row(report: LayerReport) -> dict[str, object]:
    return dict(zip(table_headings(report), next(table_rows(report)), strict=True))


def test_headings_are_the_names_declared_with_their_units(make: Make) -> None:
    told = headings(make())
    assert (told["code"], told["units"]) == ("房屋编码", "套数（套）")
    assert headings(make(language=Language.ENGLISH))["counted_area"] == "Counted in"


def test_headings_that_are_alike_are_told_apart(make: Make) -> None:
    report = make()
    fields = [
        field.model_copy(update={"name": Words(zh="Name", en="Name")}) if n < 2 else field
        for n, field in enumerate(report.layer.fields)
    ]
    fields[1] = fields[1].model_copy(update={"name": Words(zh="NAME", en="NAME")})
    alike = replace(report, layer=report.layer.model_copy(update={"fields": tuple(fields)}))
    assert list(headings(alike).values())[:2] == ["Name（code）", "NAME（name）"]


def test_a_row_has_plain_values_words_for_flags_and_its_coordinates_last(make: Make) -> None:
    told = first_row(make())
    assert (told["房屋编码"], told["套数（套）"], told["责任书签订"]) == ("R-1", 12, None)
    assert told["登记日期"] == date(2023, 9, 3)
    assert list(told)[-2:] == ["经度（EPSG:4326）", "纬度（EPSG:4326）"]
    assert list(told.values())[-2:] == [113.501, 23.101]


def test_metres_are_called_east_and_north(make: Make) -> None:
    told = first_row(make(crs=parse_crs("EPSG:4547")))
    assert 448_000 < float(str(told["东坐标（EPSG:4547）"])) < 450_000
    assert 2_555_000 < float(str(told["北坐标（EPSG:4547）"])) < 2_557_000


def test_a_record_without_position_has_no_coordinates(make: Make) -> None:
    assert list(table_rows(make()))[2][-2:] == [None, None]


def test_a_moment_whose_time_is_not_known_is_a_day(make: Make) -> None:
    report = make("incident")
    unknown = replace(report, frame=report.frame.assign(time_known=False))
    place = table_headings(report).index("发生时间")
    assert str(next(table_rows(report))[place]) == "2025-03-01 10:00:00+08:00"
    assert next(table_rows(unknown))[place] == date(2025, 3, 1)
