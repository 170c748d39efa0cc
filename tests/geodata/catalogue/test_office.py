import re
from pathlib import Path

import pytest

from geodata.catalogue import read_catalogue
from geodata.catalogue.load import OURS
from geodata.errors import CatalogueError

GUIDE = Path(__file__).parents[3] / "docs" / "catalogue.md"
EXAMPLE = re.compile(r"```yaml\n(.*?)```", re.DOTALL)
HYDRANTS, OWN_PROJECT, INDICATOR = EXAMPLE.findall(GUIDE.read_text("utf-8"))


def office_of(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_an_office_adds_the_layer_and_the_project_of_the_guide(awkward_folder: Path) -> None:
    office = office_of(awkward_folder, layers__hydrant=HYDRANTS, active=OWN_PROJECT)
    catalogue = read_catalogue(office=office)
    assert "hydrant" in [layer.id for layer in catalogue.listed_layers]
    assert catalogue.projects[-1].id == "hydrants"
    assert [p.id for p in catalogue.projects[:-1]] == [p.id for p in read_catalogue().projects]


def test_the_indicator_of_the_guide_is_one(tmp_path: Path) -> None:
    catalogue = read_catalogue(office=office_of(tmp_path, active=INDICATOR))
    assert catalogue.indicators[-1].id == "fraud_rate"
    assert catalogue.indicators[:-1] == read_catalogue().indicators


def test_on_off_yes_and_no_are_words_and_not_truth_values(tmp_path: Path) -> None:
    working = HYDRANTS.replace("[正常]", "[yes, on, off, no, 2026-01-31]")
    hydrant = read_catalogue(office=office_of(tmp_path, layers__hydrant=working)).by_layer[
        "hydrant"
    ]
    assert hydrant.statuses is not None
    assert {"yes", "on", "off", "no", "2026-01-31"} <= hydrant.statuses.by_word.keys()


def test_an_office_works_with_another_template(tmp_path: Path) -> None:
    catalogue = read_catalogue(office=office_of(tmp_path, active="template: teda34"))
    assert len(catalogue.projects) == 34


def test_a_file_of_the_same_name_stands_in_place_of_ours(tmp_path: Path) -> None:
    ours = (OURS / "zones.yaml").read_text("utf-8")
    wider = ours.replace("distance_m: 200", "distance_m: 250")
    catalogue = read_catalogue(office=office_of(tmp_path, zones=wider))
    assert catalogue.by_zone["campus_200"].distance_m == 250


def test_a_missing_office_folder_changes_nothing(tmp_path: Path) -> None:
    assert read_catalogue(office=tmp_path / "none") == read_catalogue()


def test_a_file_with_a_byte_order_mark_reads_like_any(tmp_path: Path) -> None:
    (tmp_path / "active.yaml").write_text("template: groups11", encoding="utf-8-sig")
    assert len(read_catalogue(office=tmp_path).projects) == 11


def test_two_files_of_one_layer_are_both_named(tmp_path: Path) -> None:
    office = office_of(tmp_path, layers__hydrant=HYDRANTS, layers__pump=HYDRANTS)
    with pytest.raises(CatalogueError, match=r"pump\.yaml: id = .hydrant.*hydrant\.yaml"):
        read_catalogue(office=office)


@pytest.mark.parametrize("name", ["layer/a.yaml", "layers/a.yml", "layers/old/a.yaml", "zone.yaml"])
def test_a_file_that_nothing_reads_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).write_text(HYDRANTS, encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"{name}.*expected a file named layers/\*\.yaml"):
        read_catalogue(office=tmp_path)


def test_sixty_five_projects_are_one_too_many(tmp_path: Path) -> None:
    words = "name: {zh: 自, en: Own}, intervenes_on: {zh: 自, en: Own}"
    projects = "\n".join(f"  - {{id: own_{n}, number: {n}, {words}}}" for n in range(100, 153))
    own = f"template: yonghe12\nown_projects:\n{projects}"
    with pytest.raises(CatalogueError, match=r"65 projects.*at most 64"):
        read_catalogue(office=office_of(tmp_path, active=own))
