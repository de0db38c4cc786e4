"""Is the site able to work? PostgreSQL decides; Redis down only delays jobs."""

import sys

from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe
from django.views.defaults import server_error
from redis.exceptions import RedisError

SOON = {"Retry-After": "5"}


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    checks = {"database": _database_answers(), "redis": _redis_answers()}
    if checks["database"]:
        return JsonResponse(checks)
    return JsonResponse(checks, status=503, headers=SOON)


def failed(request: HttpRequest) -> HttpResponse:
    """What a page answers when it failed: 503 where a server did not answer in time, as Redis at a sign-in, else 500."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError, RedisError)):
        return HttpResponse(render_to_string("503.html"), status=503, headers=SOON)
    return server_error(request)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _redis_answers() -> bool:
    try:
        cache.get("healthz")
    except RedisError:
        return False
    return True
