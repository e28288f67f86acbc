package org.userdatatransfer.worker;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.userdatatransfer.worker.catalogue.CatalogueProperties;
import org.userdatatransfer.worker.catalogue.LiveCatalogue;
import org.userdatatransfer.worker.catalogue.RequestPlanning;
import org.userdatatransfer.worker.catalogue.check.SchemaCheck;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.catalogue.schema.SchemaReader;
import org.userdatatransfer.worker.coordination.Coordination;
import org.userdatatransfer.worker.coordination.CoordinationSettings;
import org.userdatatransfer.worker.coordination.TransferQueries;
import org.userdatatransfer.worker.directory.UserDirectory;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.messaging.MessagingSettings;
import org.userdatatransfer.worker.messaging.SagaInbox;
import org.userdatatransfer.worker.messaging.SubTaskInbox;
import org.userdatatransfer.worker.observability.CurrentTransfers;
import org.userdatatransfer.worker.observability.EndedTransfers;
import org.userdatatransfer.worker.outbox.Outbox;
import org.userdatatransfer.worker.products.ProductDatabases;
import org.userdatatransfer.worker.products.ProductSettings;
import org.userdatatransfer.worker.rowhistory.RowHistory;
import org.userdatatransfer.worker.subtask.ProductEngines;
import org.userdatatransfer.worker.subtask.SubTaskMetrics;
import org.userdatatransfer.worker.subtask.SubTaskRunners;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.wire.OutgoingMessage;

/** Puts the parts together that are no Spring components themselves. */
@Configuration(proxyBeanMethods = false)
class WorkerConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerConfiguration.class);

    @Bean
    ProductDatabases productDatabases(
            ProductSettings settings, MessagingSettings messaging, EngineSettings engine) {
        warnOfSmallPools(settings, messaging.subTaskThreads() * engine.lanes() + messaging.sliceThreads() + 2);
        return new ProductDatabases(settings);
    }

    private static void warnOfSmallPools(ProductSettings settings, int needed) {
        settings.products().forEach((product, connection) -> {
            if (connection.poolSize() < needed) {
                LOG.warn(
                        "user-data-transfer.products.{}.pool-size is {}: the consumers of sub-tasks and slices will "
                                + "wait for each other's connections; write {} or more",
                        product,
                        connection.poolSize(),
                        needed);
            }
        });
    }

    @Bean
    LiveCatalogue catalogue(CatalogueProperties properties, ProductDatabases databases) {
        var schemas = new TreeMap<Product, ProductSchema>();
        databases.all().forEach(database -> schemas.put(database.product(), SchemaReader.read(database.jdbc())));
        SchemaCheck.refuseUnlessSound(properties, schemas).forEach(finding -> LOG.warn("{}", finding));
        return LiveCatalogue.of(properties, schemas);
    }

    @Bean
    ProductEngines engines(LiveCatalogue live, ProductDatabases databases, EngineSettings settings) {
        return ProductEngines.of(live, databases.all(), settings);
    }

    @Bean
    RowHistory rowHistory(LiveCatalogue live, ProductDatabases databases) {
        return new RowHistory(live, databases.all());
    }

    @Bean
    SubTaskInbox subTaskInbox(
            LiveCatalogue live, ProductDatabases databases, ProductEngines engines, MeterRegistry meters) {
        return SubTaskRunners.of(
                live.catalogue(),
                databases.all(),
                engines,
                Executors.newVirtualThreadPerTaskExecutor(),
                new SubTaskMetrics(meters))::run;
    }

    @Bean
    Coordination coordination(
            DataSource coordinator,
            CoordinationSettings settings,
            ProductSettings products,
            LiveCatalogue live,
            ProductEngines engines,
            ProductDatabases databases,
            Outbox outbox,
            MeterRegistry meters) {
        if (products.ledgerRetention().compareTo(settings.undoWindow()) < 0) {
            throw new IllegalArgumentException(
                    "user-data-transfer.ledger-retention (%s) is shorter than coordination.undo-window (%s): what is promised to be undone would be forgotten"
                            .formatted(products.ledgerRetention(), settings.undoWindow()));
        }
        var planning = new RequestPlanning(live.catalogue());
        var directory = new UserDirectory(engines.users(), engines.engines());
        var ended = new EndedTransfers(meters);
        return new Coordination(
                coordinator,
                settings,
                planning::plan,
                engines.users().keySet(),
                directory::check,
                (commands, announcements) -> {
                    outbox.append(Stream.concat(
                                    commands.stream().map(OutgoingMessage::of),
                                    announcements.stream().map(OutgoingMessage::of))
                            .toList());
                    ended.announced(announcements);
                },
                transfers -> databases.all().forEach(database -> SubTaskRunners.forget(database, transfers)));
    }

    @Bean
    TransferQueries transferQueries(Coordination coordination) {
        return coordination.queries();
    }

    @Bean
    CurrentTransfers currentTransfers(TransferQueries queries) {
        return new CurrentTransfers(queries::counts);
    }

    @Bean
    SagaInbox sagaInbox(Coordination coordination) {
        return coordination.coordinator()::handle;
    }
}
