"""What we use of Flask-Migrate, which comes without types."""

import flask
from alembic.config import Config
from flask_sqlalchemy import SQLAlchemy

class Migrate:
    def init_app(self, app: flask.Flask, db: SQLAlchemy, directory: str | None = None) -> None: ...
    def get_config(self) -> Config: ...

def upgrade(revision: str = "head") -> None: ...
