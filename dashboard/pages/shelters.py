"""避难场所: how many people are near enough to one, who is not, and whether there is room."""

from dashboard.components.shelters.page import show_shelters
from dashboard.components.view import open_view

show_shelters(open_view())
