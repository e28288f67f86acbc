package org.userdatatransfer.worker.catalogue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.userdatatransfer.worker.catalogue.Finding.Severity;

/** Collects what the parts of a schema check find, each thing once. */
final class Findings {

    private final Set<Finding> found = new LinkedHashSet<>();

    void error(String place, String problem, String remedy) {
        found.add(new Finding(Severity.ERROR, place, problem, remedy));
    }

    void warning(String place, String problem, String remedy) {
        found.add(new Finding(Severity.WARNING, place, problem, remedy));
    }

    void add(Severity severity, String place, String problem, String remedy) {
        found.add(new Finding(severity, place, problem, remedy));
    }

    int size() {
        return found.size();
    }

    List<Finding> all() {
        return new ArrayList<>(found);
    }
}
