package org.userdatatransfer.worker.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.Product;

/** All data types, each after the ones it must wait for, and the groups that are only ever transferred together. */
public final class Catalogue {

    private final Map<Product, UsersTable> products;
    private final SequencedMap<DataTypeName, DataType> types;
    private final Map<DataTypeName, DataTypeName> groups;
    private final Map<DataTypeName, List<DataType>> members;

    /**
     * @param joined pairs of types that a foreign key joins
     * @throws IllegalArgumentException if {@code after} or {@code together} names an unknown type, or goes in a circle
     */
    public Catalogue(Map<Product, UsersTable> products, Collection<DataType> types, Collection<JoinedTypes> joined) {
        this.products = new TreeMap<>(products);
        this.types = inOrder(types);
        this.groups = groups(this.types.values(), joined);
        this.members = this.types.values().stream()
                .collect(Collectors.groupingBy(t -> group(t.name()), Collectors.toUnmodifiableList()));
    }

    /** Two types whose rows hang together by a foreign key into rows that may be removed. */
    public record JoinedTypes(DataTypeName parent, DataTypeName child) {}

    public Map<Product, UsersTable> products() {
        return Map.copyOf(products);
    }

    public Collection<DataType> types() {
        return List.copyOf(types.values());
    }

    public List<DataType> types(Product product) {
        return types.values().stream().filter(t -> t.product().equals(product)).toList();
    }

    public Optional<DataType> find(DataTypeName name) {
        return Optional.ofNullable(types.get(name));
    }

    /** A type that is known to be there. */
    public DataType type(DataTypeName name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("No data type '%s' in the catalogue".formatted(name)));
    }

    /** Whether one type waits for the other, directly or not. */
    public boolean comesAfter(DataTypeName later, DataTypeName earlier) {
        var before = new HashSet<>(type(later).after());
        for (var type : types.sequencedValues().reversed()) {
            if (before.contains(type.name())) {
                before.addAll(type.after());
            }
        }
        return before.contains(earlier);
    }

    /** The group a type belongs to, named by its least member; most types are alone in theirs. */
    public DataTypeName group(DataTypeName name) {
        return groups.get(name);
    }

    public List<DataType> groupMembers(DataTypeName name) {
        return members.getOrDefault(group(name), List.of());
    }

    private static SequencedMap<DataTypeName, DataType> inOrder(Collection<DataType> types) {
        var byName = types.stream().collect(Collectors.toMap(DataType::name, t -> t, (a, b) -> a, LinkedHashMap::new));
        var ordered = new LinkedHashMap<DataTypeName, DataType>();
        for (var type : byName.values()) {
            visit(type, byName, ordered, new LinkedHashSet<>());
        }
        return ordered;
    }

    private static void visit(
            DataType type,
            Map<DataTypeName, DataType> byName,
            Map<DataTypeName, DataType> ordered,
            Set<DataTypeName> path) {
        if (ordered.containsKey(type.name())) {
            return;
        }
        if (!path.add(type.name())) {
            throw new IllegalArgumentException("Data types wait for each other in a circle: " + path);
        }
        for (var before : new TreeSet<>(type.after())) {
            visit(known(byName, type, before), byName, ordered, path);
        }
        path.remove(type.name());
        ordered.put(type.name(), type);
    }

    private static DataType known(Map<DataTypeName, DataType> byName, DataType type, DataTypeName other) {
        var found = byName.get(other);
        if (found == null) {
            throw new IllegalArgumentException(
                    "Data type '%s' refers to '%s', which is not in the catalogue".formatted(type.name(), other));
        }
        return found;
    }

    private static Map<DataTypeName, DataTypeName> groups(Collection<DataType> types, Collection<JoinedTypes> joined) {
        var edges = new ArrayList<>(joined);
        var byName = types.stream().collect(Collectors.toMap(DataType::name, t -> t));
        for (var type : types) {
            type.together().forEach(o -> edges.add(new JoinedTypes(type.name(), known(byName, type, o).name())));
        }
        var group = new TreeMap<DataTypeName, DataTypeName>();
        types.forEach(t -> group.put(t.name(), t.name()));
        for (var edge : edges) {
            var first = group.get(edge.parent());
            var second = group.get(edge.child());
            var least = first.compareTo(second) <= 0 ? first : second;
            group.replaceAll((name, of) -> of.equals(first) || of.equals(second) ? least : of);
        }
        return group;
    }
}
