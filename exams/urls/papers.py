"""Addresses: papers, below /papers/."""

from django.urls import URLPattern, URLResolver, path

from exams.views import papers, sections

app_name = "papers"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", papers.list_papers, name="list"),
    path("new/", papers.new_paper, name="new"),
    path("<uuid:uuid>/", papers.show_paper, name="paper"),
    path("<uuid:uuid>/edit/", papers.edit_paper, name="edit"),
    path("<uuid:uuid>/deletion/", papers.deletion, name="deletion"),
    path("<uuid:uuid>/preview/", papers.preview, name="preview"),
    path("<uuid:uuid>/checkup/", papers.show_checkup, name="checkup"),
    path("<uuid:uuid>/publication/", papers.publication, name="publication"),
    path("<uuid:uuid>/copies/", papers.copies, name="copies"),
    path("<uuid:uuid>/draws/", sections.draws, name="draws"),
    path("<uuid:uuid>/points/", sections.points, name="points"),
    path("<uuid:uuid>/feasibility/", sections.feasibility, name="feasibility"),
    path("<uuid:uuid>/sections/new/", sections.new_section, name="new-section"),
    path("<uuid:uuid>/sections/<uuid:section>/", sections.edit_section, name="section"),
    path("<uuid:uuid>/sections/<uuid:section>/deletion/", sections.section_deletion, name="section-deletion"),
    path("<uuid:uuid>/sections/<uuid:section>/position/", sections.section_position, name="section-position"),
    path("<uuid:uuid>/sections/<uuid:section>/policy/", sections.section_policy, name="section-policy"),
    path("<uuid:uuid>/sections/<uuid:section>/relaxations/", sections.relaxations, name="relaxations"),
    path("<uuid:uuid>/sections/<uuid:section>/picks/", sections.picks, name="picks"),
    path("<uuid:uuid>/items/<int:item>/removal/", sections.item_removal, name="item-removal"),
    path("<uuid:uuid>/items/<int:item>/replacement/", sections.item_replacement, name="item-replacement"),
    path("<uuid:uuid>/items/<int:item>/renewal/", sections.item_renewal, name="item-renewal"),
    path("<uuid:uuid>/items/<int:item>/position/", sections.item_position, name="item-position"),
]
