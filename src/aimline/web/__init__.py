"""The wiring of the web application: settings, root addresses, middleware, base pages."""
