package org.userdatatransfer.worker.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.userdatatransfer.worker.transfer.Unrestored;

/**
 * What an undo left as it is: the first rows by their keys, of the rest how many per table and reason. A million rows
 * that somebody has deleted since would fit into no message.
 */
final class UnrestoredRows {

    private static final int MOST_LISTED = 100;

    private final List<Unrestored> listed = new ArrayList<>();
    private final List<Unrestored> rest = new ArrayList<>();

    /** As they were told before. */
    void addAll(Collection<Unrestored> told) {
        told.forEach(one -> (one.key().isEmpty() ? rest : listed).add(one));
    }

    void add(String table, String key, String reason) {
        if (listed.size() < MOST_LISTED) {
            listed.add(new Unrestored(table, key, reason));
            return;
        }
        for (var i = 0; i < rest.size(); i++) {
            if (rest.get(i).table().equals(table) && rest.get(i).reason().equals(reason)) {
                rest.set(i, rest.get(i).andOneMore());
                return;
            }
        }
        rest.add(new Unrestored(table, "", reason));
    }

    List<Unrestored> all() {
        var all = new ArrayList<>(listed);
        all.addAll(rest);
        return List.copyOf(all);
    }
}
