"""What import-linter cannot say: other apps come in by an app's doors only."""

import grimp

APPS = {"audit", "teams", "notifications", "pipeline", "metrics", "slas", "goals", "reports"}
PRIVATE = {"views", "api", "forms", "tasks", "admin", "urls", "management", "demo"}

# One form filters objectives wherever they are listed.
KNOWN = {"reports.views.dashboard -> goals.forms", "reports.views.quota -> goals.forms"}


def test_no_app_uses_the_private_modules_of_another() -> None:
    graph = grimp.build_graph(*sorted(APPS), cache_dir=None)
    trespasses = {
        f"{importer} -> {imported}"
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if importer.split(".")[0] != imported.split(".")[0] and PRIVATE & set(imported.split(".")[1:2])
    }
    assert trespasses == KNOWN
