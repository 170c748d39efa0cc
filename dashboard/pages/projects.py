"""项目: how each promotion project stands; one of them with its numbers, targets and map."""

from dashboard.components.filters import show_filters
from dashboard.components.guard import apart
from dashboard.components.projects.page import show_projects
from dashboard.components.view import open_view

view = open_view()
with apart("filters"):
    show_filters(view)
show_projects(view)
