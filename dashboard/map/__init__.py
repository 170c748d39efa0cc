"""The map: the base map folium declares, and the element of the browser that draws on it."""
