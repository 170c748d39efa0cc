"""事故热点: where incidents gather, how sure that is, and whether the list is any good."""

from dashboard.components.hotspots.page import show_hotspots
from dashboard.components.view import open_view

show_hotspots(open_view())
