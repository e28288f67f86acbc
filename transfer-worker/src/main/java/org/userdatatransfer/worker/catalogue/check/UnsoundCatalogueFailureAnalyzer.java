package org.userdatatransfer.worker.catalogue.check;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets a start that an unsound catalogue has stopped end in its findings rather than in a stack trace. */
final class UnsoundCatalogueFailureAnalyzer extends AbstractFailureAnalyzer<UnsoundCatalogueException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsoundCatalogueException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                """
                Correct the catalogue (paths are below user-data-transfer.catalogue) or the databases. To check a \
                catalogue without starting the worker:
                    java -jar transfer-worker.jar --check-catalogue""",
                cause);
    }
}
