package org.userdatatransfer.worker.contract;

import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.userdatatransfer.worker.contract.TestProduct.Users;

/** Runs one test for every group of data types of every product. */
final class EveryGroup {

    private static final int UNSLICED = 50_000;

    private EveryGroup() {}

    /** One group of each shape by itself. */
    static Stream<DynamicNode> ofEachShape(Consumer<Stage> test) {
        return ofEachShape(UNSLICED, test);
    }

    /** One group of each shape by itself, a few rows at a time. */
    static Stream<DynamicNode> ofEachShape(int sliceRows, Consumer<Stage> test) {
        return products(product -> product.groupsOfDistinctShape().stream()
                .map(types -> test(types.toString(), () -> new Stage(product, product.users, types, sliceRows), test)));
    }

    /** Each group by itself, a few rows at a time. */
    static Stream<DynamicNode> inSlices(int rows, Consumer<Stage> test) {
        return products(product -> product.groups().stream()
                .map(types -> test(types.toString(), () -> new Stage(product, product.users, types, rows), test)));
    }

    /** Each group by itself, then all types of the product at once; the two users also the other way round. */
    static Stream<DynamicNode> bothWays(Consumer<Stage> test) {
        return products(product -> Stream.of(product.users, product.users.reversed())
                .map(users -> DynamicContainer.dynamicContainer(
                        users.toString(),
                        Stream.concat(groups(product, users, test), Stream.of(all(product, users, test))))));
    }

    /** All types of a product at once. */
    static Stream<DynamicNode> together(Consumer<Stage> test) {
        return products(product -> Stream.of(all(product, product.users, test)));
    }

    private interface Tests {
        Stream<? extends DynamicNode> of(TestProduct product);
    }

    private static Stream<DynamicNode> products(Tests tests) {
        return Stream.of(TestProduct.values())
                .map(product -> DynamicContainer.dynamicContainer(product.name(), tests.of(product)));
    }

    private static Stream<DynamicTest> groups(TestProduct product, Users users, Consumer<Stage> test) {
        return product.groups().stream()
                .map(types -> test(types.toString(), () -> new Stage(product, users, types, UNSLICED), test));
    }

    private static DynamicTest all(TestProduct product, Users users, Consumer<Stage> test) {
        return test("all together", () -> new Stage(product, users, product.types(), UNSLICED), test);
    }

    private static DynamicTest test(String name, Supplier<Stage> open, Consumer<Stage> test) {
        return DynamicTest.dynamicTest(name, () -> {
            try (var stage = open.get()) {
                test.accept(stage);
            }
        });
    }
}
