package org.userdatatransfer.worker.catalogue.check;

import java.util.List;
import org.userdatatransfer.worker.catalogue.FlagRule;

/** Whether flags are about columns of users that move. */
record FlagCheck(ProductTables product, CheckedTable table, Findings findings) {

    void run() {
        for (var flag : table.table().flags()) {
            switch (flag) {
                case FlagRule.SameUser(var name, var first, var second) -> {
                    if (table.usersAmong(List.of(first, second)).isEmpty()) {
                        findings.error(
                                table.place(),
                                "flag %s compares %s and %s, neither of which moves".formatted(name, first, second),
                                "Name a user column in %s.flags.%s.same-user".formatted(table.path(), name));
                    }
                    List.of(first, second).stream()
                            .filter(column -> !table.isUser(column))
                            .forEach(column -> new UserTypeCheck(product, table, findings)
                                    .holdsUsers("compared", column, "flags.%s.same-user".formatted(name)));
                }
                case FlagRule.Replaced r -> {}
                case FlagRule.Gained g -> {}
            }
        }
    }
}
