from pipeline.views.imports import (
    import_cancel,
    import_check,
    import_detail,
    import_list,
    import_mapping,
    import_new,
    import_preview,
    import_progress,
    import_refused,
    import_run,
    import_settings,
)

__all__ = [
    "import_cancel",
    "import_check",
    "import_detail",
    "import_list",
    "import_mapping",
    "import_new",
    "import_preview",
    "import_progress",
    "import_refused",
    "import_run",
    "import_settings",
]
