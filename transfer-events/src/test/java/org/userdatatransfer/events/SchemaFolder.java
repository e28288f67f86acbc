package org.userdatatransfer.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** The schemas of one folder by name, and what keeps two folders from reading each other's records. */
record SchemaFolder(Map<String, Schema> schemas) {

    static SchemaFolder at(Path folder) {
        try (var files = Files.list(folder)) {
            var waiting = new TreeMap<String, String>();
            for (var file : files.filter(f -> f.toString().endsWith(".avsc")).toList()) {
                waiting.put(file.getFileName().toString().replace(".avsc", ""), Files.readString(file));
            }
            return new SchemaFolder(parseReferencedFirst(waiting));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Schema> parseReferencedFirst(Map<String, String> waiting) {
        var parser = new Schema.Parser();
        while (!waiting.isEmpty()) {
            var ready = waiting.keySet().stream()
                    .filter(name -> waiting.keySet().stream()
                            .noneMatch(other -> waiting.get(name).contains("events." + other + '"')))
                    .toList();
            if (ready.isEmpty()) {
                throw new IllegalStateException("These schemas refer to each other in a circle: " + waiting.keySet());
            }
            ready.forEach(name -> parser.parse(waiting.remove(name)));
        }
        return parser.getTypes();
    }

    SchemaFolder with(Schema changed) {
        var all = new TreeMap<>(schemas);
        all.put(changed.getFullName(), changed);
        return new SchemaFolder(all);
    }

    SchemaFolder without(String name) {
        var all = new TreeMap<>(schemas);
        all.remove(name);
        return new SchemaFolder(all);
    }

    Schema schema(String name) {
        return schemas.get("org.userdatatransfer.events." + name);
    }

    /** Why these schemas and the earlier ones do not read each other both ways; empty if they do. */
    List<String> breaksWith(SchemaFolder earlier) {
        var breaks = new ArrayList<String>();
        earlier.schemas().forEach((name, then) -> {
            var now = schemas.get(name);
            if (now == null) {
                breaks.add(name + " is gone");
            } else {
                breaks.addAll(cannotRead(now, then, "does not read its earlier version"));
                breaks.addAll(cannotRead(then, now, "is not read by its earlier version"));
            }
        });
        return breaks;
    }

    private static List<String> cannotRead(Schema reader, Schema writer, String what) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        return result.getCompatibility() == SchemaCompatibilityType.COMPATIBLE
                ? List.of()
                : result.getIncompatibilities().stream()
                        .map(i -> "%s %s: %s at %s"
                                .formatted(reader.getName(), what, i.getMessage(), i.getLocation()))
                        .toList();
    }
}
