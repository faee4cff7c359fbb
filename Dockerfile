# Counterclaim, and nothing else. The record (SQLite) is in the volume /data; on PostgreSQL nothing is kept here.
FROM python:3.12-slim AS packages
COPY locks/run.txt /tmp/run.txt
RUN python -m venv /opt/counterclaim && \
    /opt/counterclaim/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/run.txt

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /data --create-home counterclaim
COPY --from=packages /opt/counterclaim /opt/counterclaim
COPY app.py manifest.yml /srv/counterclaim/
COPY bot /srv/counterclaim/bot
COPY handlers /srv/counterclaim/handlers
COPY sandbox /srv/counterclaim/sandbox
COPY store /srv/counterclaim/store
ENV PATH=/opt/counterclaim/bin:$PATH \
    PYTHONPATH=/srv/counterclaim \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    DATABASE_URL=sqlite:////data/counterclaim.db \
    COUNTERCLAIM_METRICS_PORT=9464
USER counterclaim
WORKDIR /data
VOLUME /data
EXPOSE 3000 9464
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:9464/readyz', timeout=4)"]
# In exec form it is process 1 itself: SIGTERM arrives, and it finishes what it has in hand within ten seconds.
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "/srv/counterclaim/app.py"]
CMD ["run"]
