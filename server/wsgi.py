"""What a WSGI server imports: `server.wsgi:app`."""

import os

from server.api.logs import set_up_logs
from server.app import create_app
from server.config import Settings
from server.services.safety import check_settings

_settings = Settings.from_environment(os.environ)
check_settings(_settings, os.environ)
set_up_logs(_settings.log)
app = create_app(_settings)
