package org.userdatatransfer.worker.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.userdatatransfer.worker.TransferWorker;

/** Every rule holds for our code and catches a class that was written to break it. */
class ArchitectureTest {

    private static final String ROOT = TransferWorker.class.getPackageName();
    private static final String WRONG = ArchitectureTest.class.getPackageName() + ".wrong";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static final JavaClasses MAIN_AND_TESTS = new ClassFileImporter()
            .withImportOption(location -> !location.contains("/architecture/wrong/"))
            .importPackages(ROOT);

    @TestFactory
    Stream<DynamicTest> dependenciesPointOneWay() {
        return rule(
                Rules.dependenciesPointOneWay(ROOT),
                MAIN,
                Rules.dependenciesPointOneWay(WRONG),
                "saga.Upwards",
                "catalogue.AsksItsCheck");
    }

    @TestFactory
    Stream<DynamicTest> everyPackageHasItsPlace() {
        return rule(
                Rules.everyPackageHasItsPlace(ROOT),
                MAIN,
                Rules.everyPackageHasItsPlace(WRONG),
                "util.Homeless",
                "catalogue.attic.Lodger");
    }

    @TestFactory
    Stream<DynamicTest> noPackageCycles() {
        return rule(
                Rules.noPackageCycles(ROOT),
                MAIN,
                Rules.noPackageCycles(WRONG),
                "coordination.Circular",
                "catalogue.AsksItsCheck");
    }

    @TestFactory
    Stream<DynamicTest> theSagaUsesPlainValuesOnly() {
        return rule(
                Rules.theSagaUsesPlainValuesOnly(ROOT),
                MAIN,
                Rules.theSagaUsesPlainValuesOnly(WRONG),
                "saga.ReadsFiles");
    }

    @TestFactory
    Stream<DynamicTest> theSagaAsksNoClockAndRollsNoDice() {
        return rule(
                Rules.theSagaAsksNoClockAndRollsNoDice(ROOT),
                MAIN,
                Rules.theSagaAsksNoClockAndRollsNoDice(WRONG),
                "saga.LooksAtTheClock");
    }

    @TestFactory
    Stream<DynamicTest> onlyWireKnowsAvro() {
        return rule(Rules.onlyWireKnowsAvro(ROOT), MAIN, Rules.onlyWireKnowsAvro(WRONG), "outbox.SpeaksAvro");
    }

    @TestFactory
    Stream<DynamicTest> theKernelKnowsNoSpring() {
        return rule(Rules.theKernelKnowsNoSpring(ROOT), MAIN, Rules.theKernelKnowsNoSpring(WRONG), "transfer.Sprung");
    }

    @TestFactory
    Stream<DynamicTest> everyPackageIsNullMarkedAndSaysWhatItIsFor() {
        var rule = Rules.everyPackageIsNullMarkedAndSaysWhatItIsFor();
        return rule(rule, MAIN, rule, "util.Homeless");
    }

    @TestFactory
    Stream<DynamicTest> nothingIsInjectedIntoFields() {
        var rule = Rules.nothingIsInjectedIntoFields();
        return rule(rule, MAIN_AND_TESTS, rule, "util.Injected");
    }

    @TestFactory
    Stream<DynamicTest> nobodySleeps() {
        var rule = Rules.nobodySleeps();
        return rule(rule, MAIN_AND_TESTS, rule, "util.Sleeper");
    }

    @TestFactory
    Stream<DynamicTest> noTestClassIsSkipped() {
        var rule = Rules.noTestClassIsSkipped();
        return rule(rule, MAIN_AND_TESTS, rule, "util.SkippedTests");
    }

    @TestFactory
    Stream<DynamicTest> noTestIsSkipped() {
        var rule = Rules.noTestIsSkipped();
        return rule(rule, MAIN_AND_TESTS, rule, "util.SkippedTest");
    }

    /** @param wrongClasses those that must be caught, below the package of wrong classes */
    private static Stream<DynamicTest> rule(
            ArchRule rule, JavaClasses ours, ArchRule onWrongCode, String... wrongClasses) {
        return Stream.concat(
                Stream.of(DynamicTest.dynamicTest(
                        "holds for our code", () -> rule.allowEmptyShould(false).check(ours))),
                Stream.of(wrongClasses)
                        .map(wrongClass -> DynamicTest.dynamicTest("catches " + wrongClass, () -> assertThat(onWrongCode
                                        .allowEmptyShould(false)
                                        .evaluate(new ClassFileImporter().importPackages(WRONG))
                                        .getFailureReport()
                                        .getDetails())
                                .anyMatch(violation ->
                                        violation.contains(wrongClass.substring(wrongClass.lastIndexOf('.') + 1))))));
    }
}
