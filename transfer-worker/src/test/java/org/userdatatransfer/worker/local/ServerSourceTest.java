package org.userdatatransfer.worker.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSourceTest {

    @Test
    void isWhatThePropertySays() {
        assertThat(ServerSource.of("embedded")).isInstanceOf(EmbeddedServers.class);
        assertThat(ServerSource.of("docker")).isInstanceOf(DockerServers.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"podman", "Docker", ""})
    void isNotGuessed(String services) {
        assertThatThrownBy(() -> ServerSource.of(services))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The property services is '%s': set -Dservices=embedded (the default) or -Dservices=docker"
                        .formatted(services));
    }

    @Test
    void hasTheImagesOfTheComposeFile() throws IOException {
        var compose = Files.readString(BuildFolder.path().resolve("../../docker-compose.yml"));

        assertThat(compose.lines().filter(line -> line.strip().startsWith("image:")))
                .containsExactlyElementsOf(DockerServers.IMAGES.stream()
                        .map(image -> "    image: " + image)
                        .toList());
    }
}
