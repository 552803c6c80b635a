# Mercer as one image. The same image runs every process; compose.yaml says which:
#   web     python -m src.platform.http.granian --interface wsgi src.platform.http.wsgi:application
#   stream  uvicorn src.platform.sse.asgi:application
#   worker  python manage.py run_worker
#   relay   python manage.py run_relay
# PostgreSQL, Valkey and the door are services of their own here.

FROM python:3.11-slim AS build
WORKDIR /shop
RUN python -m pip install --no-cache-dir uv==0.13.8
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --no-group embedded --compile-bytecode

FROM python:3.11-slim
WORKDIR /shop
RUN useradd --no-log-init --uid 10001 --no-create-home --home-dir /shop --shell /usr/sbin/nologin shop \
    && install -d -o shop -g shop /data
COPY --from=build /shop/.venv .venv
COPY . .
ENV PATH=/shop/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=src.platform.settings \
    DATA_DIR=/data
USER 10001
VOLUME /data
EXPOSE 8001
CMD ["python", "-m", "src.platform.http.granian", "--interface", "wsgi", "--http", "1", "--no-ws", \
     "--host", "0.0.0.0", "--port", "8001", "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "4", "src.platform.http.wsgi:application"]
