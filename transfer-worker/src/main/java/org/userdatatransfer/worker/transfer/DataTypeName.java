package org.userdatatransfer.worker.transfer;

/** The name of a data type on the wire and in the catalogue, such as {@code evaluation-comment}. */
public record DataTypeName(String value) implements Comparable<DataTypeName> {

    @Override
    public int compareTo(DataTypeName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
