"""The door for a web server: `gunicorn wsgi:app`, and for `flask --app wsgi`."""

from portal import create_app

app = create_app()
