package org.userdatatransfer.worker.transfer;

/** A product with a database of its own, such as {@code qm} or {@code wfm}. */
public record Product(String value) implements Comparable<Product> {

    public Product {
        if (value.isBlank()) {
            throw new IllegalArgumentException("Product is blank");
        }
    }

    @Override
    public int compareTo(Product other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
