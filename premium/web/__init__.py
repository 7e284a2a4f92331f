"""The web: pages for people and an API for programs, over a workspace. `make_app` puts it together."""
