package org.userdatatransfer.worker.catalogue;

import java.io.IOException;
import java.util.List;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;

/** Catalogues as the application would bind them, for tests without an application. */
public final class Catalogues {

    private Catalogues() {}

    public static CatalogueProperties shipped() {
        return bound(new ClassPathResource("catalogue.yml"));
    }

    public static CatalogueProperties ofFile(String resource) {
        return bound(new ClassPathResource(resource));
    }

    public static CatalogueProperties ofText(String yaml) {
        return bound(new ByteArrayResource(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static CatalogueProperties bound(Resource yaml) {
        var sources = new MutablePropertySources();
        try {
            List.copyOf(new YamlPropertySourceLoader().load("catalogue", yaml)).forEach(sources::addLast);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Binder(ConfigurationPropertySources.from(sources))
                .bind("user-data-transfer.catalogue", CatalogueProperties.class)
                .get();
    }
}
