package org.userdatatransfer.worker.saga;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;

/**
 * What a preview has decided, per data type, in one line such as {@code alert=90c1…;ccr=-}: so that a later comparison
 * can say which types have drifted. A type that had nothing to decide on has a dash.
 */
final class PlanHash {

    private static final int DIGITS = 12;
    private static final String NOTHING = "-";

    private PlanHash() {}

    static String of(List<DataTypeResult> results) {
        var hashes = new TreeMap<DataTypeName, String>();
        results.forEach(result ->
                hashes.put(result.dataType(), result.decisionHash().map(PlanHash::brief).orElse(NOTHING)));
        return String.join(";", hashes.entrySet().stream().map(Object::toString).toList());
    }

    /** The data types whose decisions are not the expected ones, or that only one of the two knows. */
    static List<DataTypeName> drift(String expected, List<DataTypeResult> results) {
        var before = parse(expected);
        var now = parse(of(results));
        var names = new TreeSet<String>(before.keySet());
        names.addAll(now.keySet());
        var drifted = new ArrayList<DataTypeName>();
        for (var name : names) {
            if (!name.isBlank() && !before.getOrDefault(name, "").equals(now.get(name))) {
                drifted.add(new DataTypeName(name));
            }
        }
        return drifted;
    }

    private static String brief(String decisionHash) {
        return UUID.nameUUIDFromBytes(decisionHash.getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "")
                .substring(0, DIGITS);
    }

    private static Map<String, String> parse(String hash) {
        var hashes = new TreeMap<String, String>();
        for (var part : hash.split(";")) {
            var equals = part.indexOf('=');
            hashes.put(equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
        }
        return hashes;
    }
}
