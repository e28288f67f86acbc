package org.userdatatransfer.worker.products;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.userdatatransfer.worker.local.LocalServices;

class ServerVersionTest {

    @ParameterizedTest
    @ValueSource(ints = {150000, 170004, 180002, 190000})
    void acceptsServersThatKeepEveryUpdate(int number) {
        assertThatCode(() -> new ServerVersion(number).check("qm")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(ints = {140010, 180000, 180001})
    void refusesOthers(int number) {
        assertThatThrownBy(() -> new ServerVersion(number).check("qm"))
                .hasMessageContaining("product 'qm' is PostgreSQL " + new ServerVersion(number));
    }

    @Test
    void acceptsTheServerOfTheLocalRun() {
        var database = LocalServices.Shared.postgres().fresh("server_version");
        assertThatCode(() -> ServerVersion.of(database).check("qm")).doesNotThrowAnyException();
    }
}
