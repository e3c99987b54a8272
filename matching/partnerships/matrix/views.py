"""The page of a partnership's matrix, and the same as a table for spreadsheets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from matching.partnerships.matrix.exporting import matrix_csv
from matching.partnerships.matrix.gaps import MOST_ASKED, find_gaps
from matching.partnerships.matrix.reading import read_matrix
from matching.partnerships.models import Partnership
from regions.queries.vocabulary import vocabulary


@require_safe
@never_cache
def matrix_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Who offers what whom needs, gaps, and who outside could fill them."""
    rows = Partnership.objects.visible_to(request.user)
    partnership = get_object_or_404(rows, slug=slug)
    words = vocabulary()
    matrix = read_matrix(request.user, partnership, words)
    gaps = find_gaps(request.user, partnership, matrix, words)
    if request.GET.get("format") == "csv":
        return matrix_csv(partnership, matrix, gaps)
    context = {
        "partnership": partnership,
        "matrix": matrix,
        "gaps": gaps,
        "most_asked": MOST_ASKED,
    }
    return render(request, "partnerships/matrix/page.html", context)
