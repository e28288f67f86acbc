package org.userdatatransfer.worker.transfer;

/** The customer a user belongs to; no transfer crosses tenants. */
public record TenantId(String value) implements Comparable<TenantId> {

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
