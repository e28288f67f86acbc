package org.userdatatransfer.worker.catalogue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
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
        return bound(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The shipped one with a deployer's file over it.
     *
     * @param yaml what stands below {@code user-data-transfer.catalogue}
     */
    public static CatalogueProperties shippedWith(String yaml) {
        return bound(
                new ByteArrayResource(("user-data-transfer:\n  catalogue:\n" + yaml.indent(4))
                        .getBytes(StandardCharsets.UTF_8)),
                new ClassPathResource("catalogue.yml"));
    }

    /** @param files what is earlier overrides what is later */
    private static CatalogueProperties bound(Resource... files) {
        var sources = new MutablePropertySources();
        for (var file : files) {
            try {
                new YamlPropertySourceLoader().load(file.toString(), file).forEach(sources::addLast);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
        return new Binder(ConfigurationPropertySources.from(sources))
                .bind(
                        CatalogueProperties.PREFIX,
                        Bindable.of(CatalogueProperties.class),
                        new NoUnboundElementsBindHandler(BindHandler.DEFAULT))
                .get();
    }
}
