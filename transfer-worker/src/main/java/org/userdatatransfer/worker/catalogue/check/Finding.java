package org.userdatatransfer.worker.catalogue.check;

/**
 * Something that is wrong between the catalogue and the databases, or within one of them.
 *
 * @param place the data type and table it is about
 * @param problem what is wrong, naming column and constraint
 * @param remedy what to write in the catalogue, or to change in the database
 */
public record Finding(Severity severity, String place, String problem, String remedy) {

    /** Whether the worker may run all the same. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    public String message() {
        return "%s: %s. %s".formatted(place, problem, remedy);
    }

    @Override
    public String toString() {
        return severity + " " + message();
    }
}
