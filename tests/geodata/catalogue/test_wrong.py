from pathlib import Path

import pytest

from geodata.catalogue import read_catalogue
from geodata.catalogue.load import OURS
from geodata.errors import CatalogueError

RENTAL, SHELTER, TWELVE = "layers/rental.yaml", "layers/shelter.yaml", "projects/yonghe12.yaml"
TYPES, ZONES, INDICATORS = "incident_types.yaml", "zones.yaml", "indicators.yaml"

# File, text of ours, what a hand makes of it, then the key, what is found and what is expected.
WRONG = [
    pytest.param(
        SHELTER, "listed: true", "listd: true", "listd", "true", "one of the keys id, name",
        id="unknown key",
    ),
    pytest.param(
        SHELTER, "listed: true", "on: true", "on", "true", "one of the keys id, name",
        id="YAML's own on",
    ),
    pytest.param(
        SHELTER, "order: 50", "order: fifty", "order", '"fifty"', "a number", id="wrong type"
    ),
    pytest.param(
        SHELTER, "listed: true", "listed: 2", "listed", "2", "true or false", id="wrong flag"
    ),
    pytest.param(
        SHELTER, "unit: {zh: 处, en: shelters}", "unit: 处", "unit", '"处"',
        "a block with the keys zh, en", id="text for a block",
    ),
    pytest.param(
        SHELTER, "en: shelters}", "en: 24}", "unit.en", "24", "text", id="number for text"
    ),
    pytest.param(
        SHELTER, "order: 50", "order: 50\nlisted: false", "(whole file)", "listed (line 9)",
        "each key once", id="key twice",
    ),
    pytest.param(
        SHELTER, "key: [code]", "key: code", "key", '"code"', "a list", id="text for a list"
    ),
    pytest.param(
        SHELTER, "geometry: point", "geometry: points", "geometry", '"points"',
        "one of 'point', 'line', 'polygon' or 'none'", id="unknown choice",
    ),
    pytest.param(
        SHELTER, '"#3A7C62"', '"#3a7c62"', "symbol.light", '"#3a7c62"', "a colour as #RRGGBB",
        id="colour in small letters",
    ),
    pytest.param(
        SHELTER, "id: shelter\n", "id: 避难\n", "id", '"避难"', "an identifier of small letters",
        id="identifier in Chinese",
    ),
    pytest.param(
        SHELTER, "record: place\n", "", "record", "nothing", "the key record", id="missing key"
    ),
    pytest.param(
        SHELTER, "key: [code]", "key: [cod]", "key.#1", '"cod"',
        "one of the declared names address",
        id="key of no field",
    ),
    pytest.param(
        SHELTER, "  field: kind", "  field: kid", "classes.field", '"kid"',
        "one of the declared names address", id="dangling field",
    ),
    pytest.param(
        SHELTER, "{field: capacity,", "{field: keeper,", "measures.#1.field", '"keeper"',
        "a field of type integer or number", id="measure that is no number",
    ),
    pytest.param(
        SHELTER, "than: total_m2", "than: total", "rules.effective_within_total.than", '"total"',
        "one of the declared names address", id="rule against no field",
    ),
    pytest.param(
        SHELTER, "id: total_m2,", "id: effective_m2,", "fields.#12.id", '"effective_m2"',
        "a name of its own; fields.#11.id has it", id="field twice",
    ),
    pytest.param(
        SHELTER, "id: category, ", "id: category, column: name, ", "fields.category.column",
        '"name"',
        "a name of its own; fields.name.column has it", id="column fed twice",
    ),
    pytest.param(
        SHELTER, "headings: [设施类别]", "headings: [场所　类型]", "fields.category.headings",
        '"场所　类型"', "a word that means one thing; fields.kind.headings has it",
        id="heading of two fields",
    ),
    pytest.param(
        SHELTER, "words: [中心]", "words: [紧急]", "classes.values.central.words", '"紧急"',
        "a word that means one thing; classes.values.emergency.words has it",
        id="word of two values",
    ),
    pytest.param(
        RENTAL, "hazard: [bad]", "hazard: [worse]", "fields.wiring.hazard.#1", '"worse"',
        "one of the declared names bad, good, unchecked", id="hazard of no value",
    ),
    pytest.param(
        SHELTER, "name: {zh: 室内, en: Indoor}, type: flag",
        "name: {zh: 室内, en: Indoor}, type: choice", "fields.indoor.values", "nothing",
        "values of its own", id="choice without values",
    ),
    pytest.param(
        RENTAL, "minimum: 1, maximum: 200,", "minimum: 201, maximum: 200,", "fields.floors.minimum",
        "201.0", "not more than 200", id="minimum above maximum",
    ),
    pytest.param(
        "layers/group.yaml", "parent_layer: community", "parent_layer: village", "parent_layer",
        '"village"', "one of the declared names clinic", id="unknown parent layer",
    ),
    pytest.param(
        "count_rules.yaml", "grades: [death, serious]}", "grades: [deaths]}",
        "rules.serious_in_a_year.thresholds.#1.grades.#1", '"deaths"',
        "one of the declared names death", id="count rule of no grade",
    ),
    pytest.param(
        TWELVE, "{layer: rental}", "{layer: rentals}", "projects.migrant_housing.layers.#1.layer",
        '"rentals"',
        "one of the declared names clinic", id="unknown layer",
    ),
    pytest.param(
        TWELVE, "{layer: rental}", "{layer: rental, classes: [tent]}",
        "projects.migrant_housing.layers.#1.classes.#1", '"tent"',
        "one of the declared names apartment",
        id="unknown class",
    ),
    pytest.param(
        TWELVE, "incident_types: [fire]", "incident_types: [fires]",
        "projects.fire.incident_types.#1", '"fires"', "one of the declared names animal",
        id="unknown incident type",
    ),
    pytest.param(
        TWELVE, "zone: campus_200\n", "zone: campus_20\n", "projects.school.zones.#1.zone",
        '"campus_20"', "one of the declared names campus_100", id="unknown zone",
    ),
    pytest.param(
        TWELVE, "classes: [leisure, inn]", "classes: [leisure, pub]",
        "projects.school.zones.#1.layers.#1.classes.#2", '"pub"',
        "one of the declared names", id="unknown class of a layer in a zone",
    ),
    pytest.param(
        "indicators.yaml", "near: {zone: gate_150, hours: true}", "near: {zone: gate_9}",
        "indicators.zone_hours.near.zone", '"gate_9"', "one of the declared names campus_100",
        id="unknown zone of an indicator",
    ),
    pytest.param(
        "indicators.yaml", "reach: shelter_500", "reach: gate_150",
        "indicators.shelter_cover_500.reach", '"gate_150"',
        "one of the declared names shelter_1000", id="a reach around schools",
    ),
    pytest.param(
        TWELVE, "incident_types: [traffic, robbery", "incident_types: [traffic, theft",
        "projects.school.zones.#1.incident_types.#2", '"theft"', "one of the declared names animal",
        id="unknown incident type in a zone",
    ),
    pytest.param(
        TWELVE, "id: health", "id: fire", "projects.#9.id", '"fire"',
        "a name of its own; projects.#5.id has it", id="project twice",
    ),
    pytest.param(
        TWELVE, "number: 9", "number: 8", "projects.health.number", "8",
        "a name of its own; projects.disaster.number has it", id="project number twice",
    ),
    pytest.param(
        TYPES, "parent: crime, name: {zh: 诈骗", "parent: crimes, name: {zh: 诈骗",
        "types.fraud.parent", '"crimes"', "one of the declared names animal",
        id="type without parent",
    ),
    pytest.param(
        TYPES, "dead: 10,", "dead: 31,", "severity.major.dead", "31", "not more than 29",
        id="levels out of order",
    ),
    pytest.param(
        ZONES, "layer: shelter", "layer: shelters", "zones.shelter_500.layer", '"shelters"',
        "one of the declared names clinic", id="zone around no layer",
    ),
    pytest.param(
        INDICATORS, "grades: [red, orange]", "grades: [red, purple]",
        "indicators.strict_rentals.grades.#2",
        '"purple"', "one of the declared names green", id="indicator of no grade",
    ),
    pytest.param(
        INDICATORS, "    measure: units\n", "", "indicators.rental_units.measure", "nothing",
        "the key measure", id="measure not named",
    ),
    pytest.param(
        SHELTER, "type: person, personal: true", "type: person, personal: true, column: valid_to",
        "fields.keeper.personal", '"valid_to"', "no column of a personal field",
        id="personal data in a column",
    ),
    pytest.param(
        "crosswalk.yaml", "groups11: [education]", "groups12: [education]",
        "rows.#1.matches.groups12", '"groups12"', "one of the declared names groups11",
        id="unknown template in the cross-walk",
    ),
    pytest.param(
        "crosswalk.yaml", "groups11: [education]", "groups11: [teaching]",
        "rows.#1.matches.groups11.#1", '"teaching"', "one of the declared names assessment",
        id="unknown project in the cross-walk",
    ),
    pytest.param(
        "active.yaml", "yonghe12", "yonghe", "template", '"yonghe"',
        "one of the declared names groups11", id="unknown template",
    ),
    pytest.param(
        SHELTER, "name: {zh: 避难场所, en: Shelters}", "name: {zh: 避难场所, en: Shelters",
        "(whole file)", "line 3:", "YAML that can be read", id="bracket left open",
    ),
]  # fmt: skip


def office_with(folder: Path, file: str, ours: str, wrong: str) -> Path:
    text = (OURS / file).read_text(encoding="utf-8")
    assert ours in text, "the declaration this test bends has changed"
    path = folder / file
    path.parent.mkdir(exist_ok=True)
    path.write_text(text.replace(ours, wrong, 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize(("file", "ours", "wrong", "key", "found", "expected"), WRONG)
def test_a_wrong_declaration_names_file_key_found_and_expected(
    tmp_path: Path, file: str, ours: str, wrong: str, key: str, found: str, expected: str
) -> None:
    office = office_with(tmp_path, file, ours, wrong)
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(office=office)
    place, _, value = caught.value.found.partition(" = ")
    assert place == f"{office / file}: {key}"
    assert found in value
    assert caught.value.expected.startswith(expected)
    assert "应为" in caught.value.remedy
    assert "\n" not in str(caught.value)


def test_a_file_saved_in_gb18030_is_said_to_be_no_utf8(tmp_path: Path) -> None:
    (tmp_path / "active.yaml").write_bytes("# 本街道\ntemplate: yonghe12".encode("gb18030"))
    with pytest.raises(CatalogueError, match=r"active\.yaml.*expected UTF-8 text.*另存为 UTF-8"):
        read_catalogue(office=tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"incident_types\.yaml.*a file of this name"):
        read_catalogue(tmp_path)


def test_a_long_wrong_value_is_cut(tmp_path: Path) -> None:
    office = office_with(tmp_path, SHELTER, "geometry: point", f"geometry: {'长' * 500}")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(office=office)
    assert len(caught.value.found) < len(str(office)) + 130


def test_the_name_that_was_probably_meant_is_suggested(tmp_path: Path) -> None:
    office = office_with(tmp_path, TWELVE, "{layer: rental}", "{layer: rentals}")
    with pytest.raises(CatalogueError, match=r"Did you mean rental\? .*是否为 rental？"):
        read_catalogue(office=office)
