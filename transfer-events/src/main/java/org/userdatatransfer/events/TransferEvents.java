package org.userdatatransfer.events;

import org.apache.avro.specific.SpecificData;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Makes Avro trust the classes of this package, which it otherwise refuses to instantiate. Every record class sees to it
 * when it is first used, so publishers need not care. Call {@link #trust()} once if your consumer finds the classes by
 * their names only, or after replacing Avro's global validator.
 */
public final class TransferEvents {

    private TransferEvents() {}

    /** Adds this package to what Avro trusts; once is enough, more does no harm. */
    public static synchronized void trust() {
        var trusted = ClassSecurityValidator.getGlobal();
        if (!trusted.isTrusted(TransferEvents.class)) {
            var here = TransferEvents.class.getPackageName();
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                    trusted, type -> type.getPackageName().equals(here)));
        }
    }

    /** The data model of a generated class, which is trusted from here on. */
    static SpecificData model() {
        trust();
        return new SpecificData();
    }
}
