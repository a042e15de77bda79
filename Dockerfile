# Built in one stage, run in another: the image that runs holds Python, the pinned packages and Communiqué.
FROM python:3.12-slim AS build
RUN python -m venv /opt/communique
ENV PATH=/opt/communique/bin:$PATH
WORKDIR /source
COPY requirements.lock ./
RUN python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY briefings briefings
COPY bot bot
RUN python -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir wheels .
RUN python -m pip install --quiet --disable-pip-version-check --no-deps --no-index --find-links wheels communique
# What only building needs; `make lock` pins it with the rest.
RUN python -m pip uninstall --quiet --yes editables hatchling packaging pathspec pluggy trove-classifiers pip

FROM python:3.12-slim
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /var/lib/communique communique
RUN install --directory --owner=communique --group=communique --mode=0700 /var/lib/communique
COPY --from=build /opt/communique /opt/communique
ENV PATH=/opt/communique/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    COMMUNIQUE_DATA_DIR=/var/lib/communique \
    COMMUNIQUE_HEALTH_PORT=9464
USER 10001:10001
WORKDIR /var/lib/communique
VOLUME /var/lib/communique
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s --retries=3 CMD ["communique", "health"]
ENTRYPOINT ["communique"]
CMD ["run"]
