package org.userdatatransfer.worker.oracle;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a transfer does with one data type, written by hand.
 *
 * @param group the types among whose rows it is judged whether the source has anything to overwrite with
 * @param overwrites whether an empty source leaves the target as it is
 * @param play does it to the rows
 */
record TypeRule(
        String name, Set<String> group, boolean overwrites, List<UserColumn> users, Consumer<TransferStep> play) {

    TypeRule {
        group = Set.copyOf(group);
        users = List.copyOf(users);
    }

    static TypeRule combine(String name, Consumer<TransferStep> play, UserColumn... users) {
        return new TypeRule(name, Set.of(name), false, List.of(users), play);
    }

    static TypeRule overwrite(String name, Consumer<TransferStep> play, UserColumn... users) {
        return new TypeRule(name, Set.of(name), true, List.of(users), play);
    }

    TypeRule with(String... others) {
        var members = new HashSet<>(group);
        members.addAll(List.of(others));
        return new TypeRule(name, members, overwrites, users, play);
    }
}
