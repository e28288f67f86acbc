package org.userdatatransfer.worker.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.userdatatransfer.worker.local.BuildFolder;
import org.userdatatransfer.worker.local.LocalKafka;
import org.userdatatransfer.worker.local.LocalPostgres;
import org.userdatatransfer.worker.local.LocalRegistry;
import org.userdatatransfer.worker.local.ReferenceProducts;

/** The servers that everything is measured on, the worker's side and the other. */
final class Servers implements AutoCloseable {

    private final LocalPostgres postgres;
    private final LocalKafka kafka;
    private final LocalRegistry registry;
    private final BenchmarkSettings settings;
    private final List<String> templates = new ArrayList<>();

    private Servers(LocalPostgres postgres, LocalKafka kafka, LocalRegistry registry, BenchmarkSettings settings) {
        this.postgres = postgres;
        this.kafka = kafka;
        this.registry = registry;
        this.settings = settings;
    }

    static Servers start(BenchmarkSettings settings) {
        var registry = CompletableFuture.supplyAsync(LocalRegistry::start);
        var kafka = LocalKafka.start();
        var postgres = LocalPostgres.start(configuration(settings));
        var servers = new Servers(postgres, kafka, registry.join(), settings);
        if (settings.profile()) {
            servers.jdbc("postgres").sql("create extension pg_stat_statements").update();
        }
        return servers;
    }

    /** As a production server would be, where a commit is on the disk before it is answered. */
    private static Map<String, String> configuration(BenchmarkSettings settings) {
        var durable = settings.fsync() ? "on" : "off";
        var configuration = new HashMap<>(Map.of(
                "fsync", durable,
                "full_page_writes", durable,
                "synchronous_commit", "on",
                "shared_buffers", "1GB",
                "max_wal_size", "8GB",
                "track_io_timing", "on"));
        if (settings.profile()) {
            configuration.put("shared_preload_libraries", "pg_stat_statements");
            configuration.put("pg_stat_statements.max", "10000");
            configuration.put("pg_stat_statements.track_planning", "on");
        }
        return configuration;
    }

    BenchmarkSettings settings() {
        return settings;
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    String registryUrl() {
        return registry.url();
    }

    DataSource database(String name) {
        return postgres.database(name);
    }

    String url(String database) {
        return postgres.url(database);
    }

    JdbcClient jdbc(String database) {
        return JdbcClient.create(database(database));
    }

    void create(String database) {
        postgres.create(database);
    }

    /** Creates both products' databases, filled by the same statements, to be copied from. */
    void createTemplate(String name, List<String> statements) {
        templates.add(name);
        create("qm_" + name);
        create("wfm_" + name);
        ReferenceProducts.createQm(database("qm_" + name));
        ReferenceProducts.createWfm(database("wfm_" + name));
        Stream.of("qm_", "wfm_").parallel().forEach(product -> {
            statements.forEach(sql -> jdbc(product + name).sql(sql).query().listOfRows());
            jdbc(product + name).sql("vacuum analyze").update();
        });
    }

    void copy(String template, String name) {
        jdbc("postgres")
                .sql("create database \"%s\" template \"%s\" strategy file_copy".formatted(name, template))
                .update();
    }

    void drop(String database) {
        jdbc("postgres").sql("drop database if exists \"%s\" with (force)".formatted(database)).update();
    }

    /** Drops all templates there are. */
    void dropTemplates() {
        templates.forEach(name -> {
            drop("qm_" + name);
            drop("wfm_" + name);
        });
        templates.clear();
    }

    /** What was written so far is on the disk: it is nobody's time that follows. */
    void settle() {
        jdbc("postgres").sql("checkpoint").update();
    }

    /** Where logs, profiles and results are kept. */
    static Path folder() {
        try {
            return Files.createDirectories(BuildFolder.path().resolve("benchmark"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kafka.close();
        registry.close();
        postgres.close();
    }
}
