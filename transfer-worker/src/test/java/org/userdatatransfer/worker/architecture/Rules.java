package org.userdatatransfer.worker.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Disabled;

/** The rules, each for a given root package, so that it can be tried on wrong code as well. */
final class Rules {

    /**
     * Which packages a package may use, each without those below it; the words of {@code transfer} belong to everybody.
     */
    private static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("transfer", Set.of()),
            Map.entry("sql", Set.of()),
            Map.entry("catalogue.schema", Set.of("sql")),
            Map.entry("catalogue", Set.of("transfer", "sql", "catalogue.schema")),
            Map.entry("catalogue.check", Set.of("transfer", "sql", "catalogue", "catalogue.schema")),
            Map.entry("products", Set.of("transfer")),
            Map.entry("saga", Set.of("transfer")),
            Map.entry("engine.ledger", Set.of("transfer", "sql", "catalogue", "catalogue.schema")),
            Map.entry("engine.program", Set.of("transfer", "sql", "catalogue", "catalogue.schema", "engine.ledger")),
            Map.entry(
                    "engine.restore",
                    Set.of("transfer", "sql", "catalogue", "catalogue.schema", "engine.ledger", "engine.program")),
            Map.entry(
                    "engine",
                    Set.of(
                            "transfer",
                            "sql",
                            "catalogue",
                            "catalogue.schema",
                            "products",
                            "engine.ledger",
                            "engine.program",
                            "engine.restore")),
            Map.entry("directory", Set.of("transfer", "sql", "catalogue", "products", "engine")),
            Map.entry("wire", Set.of("transfer", "saga")),
            Map.entry("outbox", Set.of("transfer", "wire")),
            Map.entry("subtask", Set.of("transfer", "sql", "catalogue", "products", "engine", "directory")),
            Map.entry("coordination", Set.of("transfer", "sql", "saga")),
            Map.entry("messaging", Set.of("transfer", "saga", "subtask", "outbox", "wire")),
            Map.entry(
                    "rowhistory",
                    Set.of("transfer", "sql", "catalogue", "catalogue.schema", "products", "engine.ledger")),
            Map.entry("web", Set.of("transfer", "sql", "catalogue", "saga", "coordination", "rowhistory")),
            Map.entry("observability", Set.of("transfer", "saga", "coordination")));

    private Rules() {}

    static ArchRule dependenciesPointOneWay(String root) {
        var layers = Architectures.layeredArchitecture().consideringOnlyDependenciesInLayers();
        for (var layer : MAY_USE.keySet()) {
            layers = layers.optionalLayer(layer).definedBy(root + "." + layer);
        }
        for (var layer : MAY_USE.entrySet()) {
            layers = layer.getValue().isEmpty()
                    ? layers.whereLayer(layer.getKey()).mayNotAccessAnyLayer()
                    : layers.whereLayer(layer.getKey())
                            .mayOnlyAccessLayers(layer.getValue().toArray(String[]::new));
        }
        return layers;
    }

    /** A package that is in no layer would escape the rule above. */
    static ArchRule everyPackageHasItsPlace(String root) {
        var places = MAY_USE.keySet().stream().map(layer -> root + "." + layer).toArray(String[]::new);
        return classes().that().resideOutsideOfPackage(root).should().resideInAnyPackage(places);
    }

    static ArchRule noPackageCycles(String root) {
        return slices().matching(root + ".(**)").should().beFreeOfCycles();
    }

    static ArchRule theSagaUsesPlainValuesOnly(String root) {
        return classes()
                .that()
                .resideInAPackage(root + ".saga..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        root + ".saga..",
                        root + ".transfer..",
                        "java.lang..",
                        "java.util",
                        "java.util.function",
                        "java.util.stream",
                        "java.nio.charset",
                        "java.time",
                        "org.jspecify.annotations");
    }

    /** Time, ids and randomness come in as data. */
    static ArchRule theSagaAsksNoClockAndRollsNoDice(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".saga..")
                .should()
                .callMethodWhere(target(name("now"))
                        .and(target(owner(resideInAPackage("java.time.."))))
                        .or(target(name("randomUUID")))
                        .or(target(owner(named("java.lang.System", "java.lang.Math")))
                                .and(target(name("currentTimeMillis"))
                                        .or(target(name("nanoTime")))
                                        .or(target(name("random"))))))
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random");
    }

    static ArchRule onlyWireKnowsAvro(String root) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(root + ".wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.avro..");
    }

    /** The saga and the shared words are plain values: no Spring, JDBC or Kafka. */
    static ArchRule theKernelKnowsNoSpring(String root) {
        return noClasses()
                .that()
                .resideInAnyPackage(root + ".saga..", root + ".transfer..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..", "org.apache.kafka..");
    }

    static ArchRule everyPackageIsNullMarkedAndSaysWhatItIsFor() {
        return classes().should(new ArchCondition<JavaClass>("be in a package with a @NullMarked package-info") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                events.add(new SimpleConditionEvent(
                        type,
                        isNullMarked(type.getPackage()),
                        "package %s of %s".formatted(type.getPackageName(), type.getSimpleName())));
            }
        });
    }

    private static boolean isNullMarked(JavaPackage javaPackage) {
        return javaPackage.isAnnotatedWith(NullMarked.class);
    }

    static ArchRule nothingIsInjectedIntoFields() {
        return noFields()
                .should()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Autowired")
                .orShould()
                .beAnnotatedWith("org.springframework.beans.factory.annotation.Value")
                .orShould()
                .beAnnotatedWith("jakarta.inject.Inject")
                .orShould()
                .beAnnotatedWith("jakarta.annotation.Resource");
    }

    static ArchRule nobodySleeps() {
        return noClasses()
                .should()
                .callMethodWhere(target(owner(named("java.lang.Thread"))).and(target(name("sleep"))));
    }

    static ArchRule noTestClassIsSkipped() {
        return noClasses().should().beAnnotatedWith(Disabled.class).orShould().beMetaAnnotatedWith(Disabled.class);
    }

    static ArchRule noTestIsSkipped() {
        return noMembers().should().beAnnotatedWith(Disabled.class).orShould().beMetaAnnotatedWith(Disabled.class);
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        return DescribedPredicate.describe("named " + Set.of(names), type -> Set.of(names).contains(type.getName()));
    }
}
