package org.userdatatransfer.worker.transfer;

/** A user of the suite, as the requesting system names one; each product knows the user by an id of its own. */
public record UserId(String value) implements Comparable<UserId> {

    @Override
    public int compareTo(UserId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
