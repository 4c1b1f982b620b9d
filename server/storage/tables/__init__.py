"""The tables, one file a noun. A migration makes them; these declarations are what queries are written with."""

from server.storage.tables import audit as audit
from server.storage.tables import blobs as blobs
from server.storage.tables import calendars as calendars
from server.storage.tables import factors as factors
from server.storage.tables import notices as notices
from server.storage.tables import openings as openings
from server.storage.tables import people as people
from server.storage.tables import sync as sync
from server.storage.tables import tablet_keys as tablet_keys
