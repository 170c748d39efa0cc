"""The promotion projects that a ledger links its records to by name."""

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, delete, insert, select

from geodata.storage.tables import project_links


def read_projects(
    connection: Connection, layer: str, numbers: Collection[int]
) -> dict[int, tuple[str, ...]]:
    """Return the projects linked to records, in the order of their ids; nothing for none."""
    query = select(project_links.c.number, project_links.c.project).where(
        project_links.c.layer == layer, project_links.c.number.in_(numbers)
    )
    links: dict[int, tuple[str, ...]] = {}
    for number, project in connection.execute(query.order_by(project_links.c.project)):
        links[number] = (*links.get(number, ()), project)
    return links


def write_projects(
    connection: Connection, layer: str, projects: Mapping[int, Collection[str]]
) -> None:
    """Make the projects linked to records exactly those given."""
    connection.execute(
        delete(project_links).where(
            project_links.c.layer == layer, project_links.c.number.in_(projects)
        )
    )
    rows = [
        {"layer": layer, "number": number, "project": project}
        for number, named in projects.items()
        for project in sorted(set(named))
    ]
    if rows:
        connection.execute(insert(project_links), rows)
