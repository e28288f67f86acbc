#!/bin/sh
# Starts the worker. What the JVM makes of the classes is kept when it ends, and read by the next start of the same build.
exec java -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError \
    -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="/var/cache/worker/$(cat /opt/worker/build).jsa" \
    -jar /opt/worker/worker.jar "$@"
