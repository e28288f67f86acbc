package org.userdatatransfer.worker.catalogue.check;

import java.util.List;
import java.util.stream.Collectors;

/** The catalogue does not fit the databases, so that transfers could lose or forget data: the worker must not run. */
public final class UnsoundCatalogueException extends RuntimeException {

    private final List<Finding> findings;

    UnsoundCatalogueException(List<Finding> findings) {
        super("The catalogue does not fit the databases:\n" + lines(findings));
        this.findings = List.copyOf(findings);
    }

    public List<Finding> findings() {
        return findings;
    }

    /** One line for each finding. */
    static String lines(List<Finding> findings) {
        return findings.stream().map(f -> " - " + f).collect(Collectors.joining("\n"));
    }
}
