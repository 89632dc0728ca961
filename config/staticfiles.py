"""Static files in production: compressed, and named by their content, scripts' imports of one another included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]


class ModuleStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # the package has no types
    # Without it a page could mix the modules of two releases.
    support_js_module_import_aggregation = True
