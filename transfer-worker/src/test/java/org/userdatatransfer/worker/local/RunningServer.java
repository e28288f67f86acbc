package org.userdatatransfer.worker.local;

/**
 * A server that has started.
 *
 * @param end stops it for good, and everything of it is gone
 */
record RunningServer(String host, int port, Runnable end) {

    String address() {
        return host + ":" + port;
    }
}
