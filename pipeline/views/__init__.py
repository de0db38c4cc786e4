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
from pipeline.views.reading_series import reading_series_edit, reading_series_list, reading_series_new
from pipeline.views.readings import reading_edit, reading_list, reading_new, reading_withdraw

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
    "reading_edit",
    "reading_list",
    "reading_new",
    "reading_series_edit",
    "reading_series_list",
    "reading_series_new",
    "reading_withdraw",
]
