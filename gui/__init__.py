"""The window: pages, widgets and models. What needs no screen to be decided is decided below."""
