package org.userdatatransfer.worker.wire;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** A schema registry that can be told to hang, to fail, and to count what it is asked. */
final class StubbornRegistry implements AutoCloseable {

    enum Mood {
        WILLING,
        HANGING,
        FAILING,
        /** What is before it does not find it, and says so in its own words. */
        BEHIND_A_PROXY
    }

    private final JsonMapper json = JsonMapper.shared();
    private final List<String> schemas = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final HttpServer server;
    final AtomicInteger asked = new AtomicInteger();
    volatile Mood mood = Mood.WILLING;

    StubbornRegistry() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    int add(String schema) {
        synchronized (schemas) {
            if (!schemas.contains(schema)) {
                schemas.add(schema);
            }
            return schemas.indexOf(schema) + 1;
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        switch (mood) {
            case WILLING -> answerWillingly(exchange);
            case FAILING -> send(exchange, 500, Map.of("message", "no storage"));
            case BEHIND_A_PROXY -> send(exchange, 404, "default backend - 404");
            case HANGING -> hang();
        }
    }

    private void answerWillingly(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (path.startsWith("/schemas/ids/")) {
            var id = Integer.parseInt(path.substring("/schemas/ids/".length()));
            synchronized (schemas) {
                if (id < 1 || id > schemas.size()) {
                    send(exchange, 404, Map.of("error_code", 40403));
                } else {
                    send(exchange, 200, Map.of("schema", schemas.get(id - 1)));
                }
            }
        } else {
            var schema = json.readTree(exchange.getRequestBody()).path("schema").asString();
            send(exchange, 200, Map.of("id", add(schema)));
        }
    }

    private void hang() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        send(exchange, status, json.writeValueAsString(body));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
