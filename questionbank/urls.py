"""Addresses: the question bank and imports, below /bank/."""

from django.urls import URLPattern, URLResolver, path

from questionbank.views import (
    editor,
    guide,
    import_columns,
    import_items,
    import_jobs,
    import_keys,
    import_likeness,
    imports,
    items,
    roles,
)

app_name = "bank"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", items.item_list, name="items"),
    path("statuses/", items.bulk_status, name="statuses"),
    path("items/new/", editor.new_item, name="new-item"),
    path("items/check/", editor.check, name="check"),
    path("items/<uuid:uuid>/", items.item_page, name="item"),
    path("items/<uuid:uuid>/edit/", editor.edit_item, name="edit-item"),
    path("items/<uuid:uuid>/status/", items.item_status, name="item-status"),
    path("items/<uuid:uuid>/revisions/<int:number>/restoration/", items.restoration, name="restoration"),
    path("roles/", roles.role_list, name="roles"),
    path("roles/<slug:code>/", roles.role_page, name="role"),
    path("roles/<slug:code>/deletion/", roles.role_deletion, name="role-deletion"),
    path("roles/<slug:code>/topics/", roles.new_topic, name="new-topic"),
    path("topics/<int:pk>/", roles.topic_page, name="topic"),
    path("topics/<int:pk>/deletion/", roles.topic_deletion, name="topic-deletion"),
    path("guide/", guide.guide, name="guide"),
    path("guide/templates/<slug:language>/<slug:form>/", guide.guide_template, name="guide-template"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", imports.new_import, name="new-import"),
    path("imports/<uuid:uuid>/", imports.import_page, name="import"),
    path("imports/<uuid:uuid>/progress/", import_jobs.import_progress, name="import-progress"),
    path("imports/<uuid:uuid>/cancellation/", import_jobs.import_cancellation, name="import-cancellation"),
    path("imports/<uuid:uuid>/reading/", import_jobs.import_reading, name="import-reading"),
    path("imports/<uuid:uuid>/selection/", imports.selection, name="import-selection"),
    path("imports/<uuid:uuid>/undo/", imports.import_undo, name="import-undo"),
    path("imports/<uuid:uuid>/text/", imports.import_text, name="import-text"),
    path("imports/<uuid:uuid>/columns/", import_columns.import_columns, name="import-columns"),
    path("imports/<uuid:uuid>/keys/", import_keys.new_key_file, name="new-key-file"),
    path("imports/<uuid:uuid>/keys/<uuid:file>/", import_keys.key_file, name="key-file"),
    path("imports/<uuid:uuid>/keys/<uuid:file>/deletion/", import_keys.key_file_deletion, name="key-file-deletion"),
    path(
        "imports/<uuid:uuid>/keys/<uuid:file>/comparison/", import_keys.key_file_comparison, name="key-file-comparison"
    ),
    path("imports/<uuid:uuid>/keys/<uuid:file>/removal/", import_keys.key_file_removal, name="key-file-removal"),
    path("imports/<uuid:uuid>/sections/", import_items.import_section, name="import-section"),
    path("imports/<uuid:uuid>/items/<int:position>/likeness/", import_likeness.import_likeness, name="import-likeness"),
    path("imports/<uuid:uuid>/items/<int:position>/", import_items.import_item, name="import-item"),
]
