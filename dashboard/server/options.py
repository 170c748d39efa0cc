"""Streamlit's options, passed in code so that no file of the user's home decides them."""

from dashboard.server.theme import theme_options

MOST_UPLOAD_MB = 50
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def to_options(host: str, port: int) -> dict[str, object]:
    """Return every option we set, by its dotted name.

    Parameters
    ----------
    host
        Address to listen on. On the loopback addresses only requests that name this machine are
        answered, which ends DNS rebinding; any other host is reached by names we cannot know.
    port
        TCP port.
    """
    return {
        "server.address": host,
        "server.port": port,
        "server.headless": True,
        "server.allowedHosts": sorted(LOOPBACK) if host in LOOPBACK else [],
        "server.maxUploadSize": MOST_UPLOAD_MB,
        "server.maxMessageSize": MOST_UPLOAD_MB,
        "server.enableStaticServing": False,
        "server.enableCORS": True,
        "server.enableXsrfProtection": True,
        "server.fileWatcherType": "none",  # the watcher doubles the CPU of a rerun
        "server.disconnectedSessionTTL": 60,
        "server.enableAgentApi": False,
        "runner.magicEnabled": False,
        # A full collection after every run costs more than the run (80 ms with a town in memory).
        "runner.postScriptGC": False,
        "client.allowedOrigins": [],
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "browser.gatherUsageStats": False,
        "browser.serverAddress": "localhost" if host in LOOPBACK else host,
        "global.suppressDeprecationWarnings": True,
        "logger.hideWelcomeMessage": True,
        **theme_options(),
    }
