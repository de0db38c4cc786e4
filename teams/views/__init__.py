from teams.views.doors import home, language

__all__ = ["home", "language"]
