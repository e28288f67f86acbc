package org.userdatatransfer.worker.messaging;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before the real registry and answers 503 until it is told to let everybody through. */
final class InterruptibleRegistry implements AutoCloseable {

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger refused = new AtomicInteger();
    private final HttpServer server;
    private final URI registry;
    private volatile boolean over;

    InterruptibleRegistry(String url) throws IOException {
        registry = URI.create(url);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:%d%s".formatted(server.getAddress().getPort(), registry.getPath());
    }

    AtomicInteger refused() {
        return refused;
    }

    void end() {
        over = true;
    }

    private void answer(HttpExchange exchange) throws IOException {
        var asked = exchange.getRequestBody().readAllBytes();
        if (!over) {
            refused.incrementAndGet();
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        var request = HttpRequest.newBuilder(registry.resolve(exchange.getRequestURI()))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .method(exchange.getRequestMethod(), BodyPublishers.ofByteArray(asked))
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofByteArray());
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
            exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        http.close();
    }
}
