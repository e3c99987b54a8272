# One image for the web server, the worker and the commands; see docker-compose.yml.
FROM python:3.12-slim

# Static files lie in the image and not in the data volume: they change with the code.
ENV PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    OPENBLAS_NUM_THREADS=1 \
    DATA_DIR=/data \
    STATIC_DIR=/app/collected

RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin portal \
    && install --directory --owner portal --group portal /app /data
WORKDIR /app

# Before the code, so that a change of code does not install everything again.
COPY requirements.txt .
RUN pip install --require-hashes -r requirements.txt

COPY --chown=portal:portal . .
USER portal

# This key serves one step and is not kept; a real one comes from the environment.
RUN SECRET_KEY=only-for-this-step python manage.py collectstatic --noinput

EXPOSE 8000
VOLUME /data

HEALTHCHECK --interval=30s --timeout=6s --start-period=20s --retries=3 \
    CMD ["python", "-m", "portal.health"]

CMD ["gunicorn", "--config", "python:portal.server", "--bind", "0.0.0.0:8000", "portal.wsgi"]
