from pathlib import Path

import pytest

from geodata.catalogue import read_catalogue
from geodata.errors import CatalogueError

HYDRANTS = """
id: hydrant
name: {zh: 消火栓, en: Hydrants}
record: place
geometry: point
unit: {zh: 个, en: hydrants}
order: 70
listed: true
key: [code]
symbol: {shape: circle, light: "#AA3333", dark: "#DD8888"}
fields:
  - {id: code, name: {zh: 编号, en: Code}, column: code, required: true}
  - {id: x, name: {zh: 经度, en: Longitude}, type: coordinate, column: x}
  - {id: y, name: {zh: 纬度, en: Latitude}, type: coordinate, column: y}
  - {id: state, name: {zh: 状况, en: State}, type: choice, column: status}
statuses:
  name: {zh: 状况, en: State}
  field: state
  values:
    - {id: works, name: {zh: 完好, en: Works}, words: [yes, on]}
    - {id: broken, name: {zh: 损坏, en: Broken}, words: [no, off], closed: true}
"""
OWN_PROJECT = """
template: yonghe12
own_projects:
  - id: hydrants
    number: 13
    name: {zh: 消火栓完好, en: Working hydrants}
    intervenes_on: {zh: 市政消火栓, en: Street hydrants}
    layers: [{layer: hydrant}]
    incident_types: [fire]
"""


def office_of(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_an_office_adds_a_layer_and_a_project_by_declaring_them(awkward_folder: Path) -> None:
    office = office_of(awkward_folder, layers__hydrant=HYDRANTS, active=OWN_PROJECT)
    catalogue = read_catalogue(office=office)
    assert "hydrant" in [layer.id for layer in catalogue.listed_layers]
    assert catalogue.projects[-1].id == "hydrants"
    assert [p.id for p in catalogue.projects[:-1]] == [p.id for p in read_catalogue().projects]


def test_on_off_yes_and_no_are_words_and_not_truth_values(tmp_path: Path) -> None:
    office = office_of(tmp_path, layers__hydrant=HYDRANTS)
    hydrant = read_catalogue(office=office).by_layer["hydrant"]
    assert hydrant.statuses is not None
    assert hydrant.statuses.by_word["on"] == hydrant.statuses.by_word["yes"] == "works"
    assert hydrant.statuses.by_word["off"] == hydrant.statuses.by_word["no"] == "broken"


def test_an_office_works_with_another_template(tmp_path: Path) -> None:
    catalogue = read_catalogue(office=office_of(tmp_path, active="template: teda34"))
    assert len(catalogue.projects) == 34


def test_a_file_of_the_same_name_stands_in_place_of_ours(tmp_path: Path) -> None:
    zones = """zones: [{id: gate_60, name: {zh: 校门 60 米, en: 60 m}, layer: school,
        measured_from: gate, distance_m: 60, source: 本市规定}]"""
    catalogue = read_catalogue(office=office_of(tmp_path, zones=zones))
    assert [zone.id for zone in catalogue.zones] == ["gate_60"]


def test_a_missing_office_folder_changes_nothing(tmp_path: Path) -> None:
    assert read_catalogue(office=tmp_path / "none") == read_catalogue()


def test_a_file_with_a_byte_order_mark_reads_like_any(tmp_path: Path) -> None:
    (tmp_path / "active.yaml").write_text("template: groups11", encoding="utf-8-sig")
    assert len(read_catalogue(office=tmp_path).projects) == 11


def test_two_files_of_one_layer_are_both_named(tmp_path: Path) -> None:
    office = office_of(tmp_path, layers__hydrant=HYDRANTS, layers__pump=HYDRANTS)
    with pytest.raises(CatalogueError, match=r"pump\.yaml: id = .hydrant.*hydrant\.yaml"):
        read_catalogue(office=office)


def test_sixty_five_projects_are_one_too_many(tmp_path: Path) -> None:
    words = "name: {zh: 自, en: Own}, intervenes_on: {zh: 自, en: Own}"
    projects = "\n".join(f"  - {{id: own_{n}, number: {n}, {words}}}" for n in range(100, 153))
    own = f"template: yonghe12\nown_projects:\n{projects}"
    with pytest.raises(CatalogueError, match=r"65 projects.*at most 64"):
        read_catalogue(office=office_of(tmp_path, active=own))
