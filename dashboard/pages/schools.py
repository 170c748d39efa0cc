"""学校周边: what happens and what lies around each school, by the distances of the rules."""

from dashboard.components.filters import show_filters
from dashboard.components.guard import apart
from dashboard.components.schools.page import show_schools
from dashboard.components.view import open_view

view = open_view()
with apart("filters"):
    show_filters(view)
show_schools(view)
