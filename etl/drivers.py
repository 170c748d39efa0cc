"""Which of GDAL's drivers may open a file: those of the formats we read, and no other.

GDAL chooses a driver by content. A small text that claims to be a virtual dataset would read other
files of the machine or fetch from the network, whatever its extension; so every driver but ours is
switched off in the environment before the child that loads GDAL starts, and the child makes sure.
"""

from collections.abc import Collection

ALLOWED = frozenset({"GPKG", "ESRI Shapefile", "GeoJSON", "KML", "LIBKML", "FlatGeobuf", "MEM"})

EXTRACTS = frozenset({"GPKG", "OSM", "MEM"})
"""For extracts of OpenStreetMap; the child that reads one has only the one it is named for."""

_ONE_WORD = """
ADBC AIVector AVCBin AVCE00 AmigoCloud BAG CAD CSV CSW Carto DGN DXF EDIGEO EEDA ESRIJSON
Elasticsearch GDALG GML GMLAS GPSBabel GPX GTFS GeoJSONSeq GeoRSS Geoconcept HANA HDF5 HTTP
Idrisi Interlis JML JP2OpenJPEG JSONFG JPEG2000 LVBAG MBTiles MSSQLSpatial MVT MapML Memory
MiraMonVector MongoDBv3 MySQL NAS NGW OAPIF OCI ODBC ODS OGCAPI OGR_GMT OGR_PDS OGR_VRT OSM
OpenFileGDB PCIDSK PDF PDS4 PGDUMP PLSCENES PMTiles Parquet Arrow PostgreSQL S57 SOSI SQLite SVG
SXF Selafin TIGER TopoJSON VDV VFK VICAR WAsP WFS WMS XLS XLSX XODR netCDF
"""
KNOWN = (*_ONE_WORD.split(), "MapInfo File", "Interlis 1", "Interlis 2")


def environment(allowed: Collection[str]) -> dict[str, str]:
    """Return what is to be set before a process starts that loads GDAL: later it is too late."""
    return {
        "OGR_SKIP": ",".join(sorted({*KNOWN, *ALLOWED, *EXTRACTS} - {*allowed})),
        "GDAL_SKIP": "VRT",  # a name in both lists would be removed twice, and GDAL crashes on that
        "GDAL_DRIVER_PATH": "disable",
        "CPL_CURL_ENABLE_VSIMEM": "NO",
        "GDAL_HTTP_MAX_RETRY": "0",
        "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
        "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve memory the limit counts
    }
