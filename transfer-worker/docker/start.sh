#!/bin/sh
# Starts the worker. What the JVM makes of the classes is kept when it ends, and read by the next start of the same build.
# Serial: the heap in use is some 70 MB, and every large array (a poll, a batch of the outbox) makes G1 mark all of it anew.
exec java -XX:MaxRAMPercentage=70 -XX:+ExitOnOutOfMemoryError -XX:+UseSerialGC \
    -XX:+AutoCreateSharedArchive -XX:SharedArchiveFile="/var/cache/worker/$(cat /opt/worker/build).jsa" \
    -jar /opt/worker/worker.jar "$@"
