FROM python:3.13-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
WORKDIR /app
COPY requirements.lock .
RUN uv venv /venv && uv pip sync --python /venv --require-hashes --only-binary :all: requirements.lock
COPY . .
# Both commands read the settings but reach no server.
RUN export PATH=/venv/bin:$PATH SECRET_KEY=build SECOND_FACTOR_KEYS=only-while-this-image-is-being-built \
        DATABASE_URL=postgres://build/build REDIS_URL=redis://build \
    && python manage.py translations --compile \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && python -m compileall -q /app /venv

FROM python:3.13-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin lockstep
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 HOME=/tmp
USER 10001
EXPOSE 8000
# Each of the eight threads holds one database connection; more requests than 64 wait in the socket.
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", \
     "--blocking-threads", "4", "--backpressure", "64", "--workers-kill-timeout", "8", "config.wsgi:application"]
