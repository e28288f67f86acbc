package org.userdatatransfer.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.userdatatransfer.worker.coordination.CoordinationSettings;
import org.userdatatransfer.worker.engine.EngineSettings;
import org.userdatatransfer.worker.messaging.MessagingSettings;
import org.userdatatransfer.worker.outbox.OutboxSettings;
import org.userdatatransfer.worker.products.ProductSettings;
import org.userdatatransfer.worker.wire.WireSettings;

class SettingsTest {

    private final ApplicationContextRunner worker = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(ConfigurationPropertiesAutoConfiguration.class))
            .withUserConfiguration(Settings.class);

    @ParameterizedTest(name = "{0}={1}")
    @CsvSource({
        "engine.large-rows, 0, largeRows",
        "engine.slice-rows, 0, sliceRows",
        "engine.pipelined-transfers, -1, pipelinedTransfers",
        "outbox.sweep-batch, 0, sweepBatch",
        "outbox.sweep-interval, 0s, sweepInterval",
        "messaging.partitions, 0, partitions",
        "messaging.slice-threads, 0, sliceThreads",
        "engine.lanes, 0, lanes",
        "coordination.max-running, 0, maxRunning",
        "coordination.sweep-interval, 0s, sweepInterval",
        "wire.registry-url, '', registryUrl",
        "ledger-retention, -1d, ledgerRetention",
        "products.qm.pool-size, 0, products[qm].poolSize",
    })
    void refusesWhatCannotWorkAndNamesFieldAndValue(String name, String value, String field) {
        worker.withPropertyValues(
                        "user-data-transfer.products.qm.url=jdbc:postgresql://qm",
                        "user-data-transfer." + name + "=" + value)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("on field '%s': rejected value [%s]", field, shown(value)));
    }

    @Test
    void refusesAProductWithoutAnAddress() {
        worker.withPropertyValues("user-data-transfer.products.qm.username=worker")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("on field 'products[qm].url': rejected value [null]"));
    }

    @Test
    void takesTheDefaults() {
        worker.run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void areInTheReadmeWithTheirDefaults() {
        var documented = Readme.rows("Settings").stream()
                .flatMap(SettingsTest::documented)
                .filter(setting -> !setting.name().equals("catalogue.*"))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        Settings.ALL.stream().flatMap(SettingsTest::declared).toList());
    }

    private record Setting(String name, String value) {}

    /** One row may be about several settings, those behind the first without the path they share. */
    private static Stream<Setting> documented(List<String> row) {
        var names = Readme.codes(row.getFirst());
        var defaults = row.get(1).split(", ");
        return IntStream.range(0, names.size())
                .mapToObj(i -> new Setting(
                        i == 0 ? names.getFirst() : path(names.getFirst()) + names.get(i),
                        defaults[Math.min(i, defaults.length - 1)]));
    }

    private static String path(String name) {
        return name.substring(0, name.lastIndexOf('.'));
    }

    private static Stream<Setting> declared(Class<?> settings) {
        var prefix = settings.getAnnotation(ConfigurationProperties.class).value().replace("user-data-transfer", "");
        return declared(settings, prefix.isEmpty() ? "" : prefix.substring(1) + ".");
    }

    private static Stream<Setting> declared(Class<?> settings, String path) {
        return Arrays.stream(settings.getDeclaredConstructors()[0].getParameters()).flatMap(setting -> {
            var name = path + DataObjectPropertyName.toDashedForm(setting.getName());
            return name.equals("products")
                    ? declared(ProductSettings.Connection.class, "products.<name>.")
                    : Stream.of(new Setting(name, value(setting)));
        });
    }

    private static String value(Parameter setting) {
        var value = Optional.ofNullable(setting.getAnnotation(DefaultValue.class))
                .map(annotation -> String.join(",", annotation.value()))
                .orElse("");
        return value.startsWith(WireSettings.class.getPackageName()) ? "ours" : value;
    }

    /** As a {@code Duration} writes itself. */
    private static String shown(String value) {
        return value.replace("-1d", "PT-24H").replace("0s", "PT0S");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({
        CoordinationSettings.class,
        EngineSettings.class,
        MessagingSettings.class,
        OutboxSettings.class,
        ProductSettings.class,
        WireSettings.class
    })
    static class Settings {

        static final List<Class<?>> ALL =
                List.of(Settings.class.getAnnotation(EnableConfigurationProperties.class).value());
    }
}
