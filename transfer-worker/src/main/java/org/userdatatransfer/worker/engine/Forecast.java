package org.userdatatransfer.worker.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.ReasonCode;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TransferId;

/** The sum of what would happen to one data type of one transfer. */
final class Forecast {

    /** What one rule would do to one transfer's rows. */
    record Decided(
            TransferId transfer,
            long rows,
            long gone,
            long goneSource,
            long goneTarget,
            long changed,
            String hash,
            List<String> examples) {

        static Decided read(ResultSet row, int n) throws SQLException {
            return new Decided(
                    TransferId.of(row.getString("transfer_id")),
                    row.getLong("rows"),
                    row.getLong("gone"),
                    row.getLong("gone_source"),
                    row.getLong("gone_target"),
                    row.getLong("changed"),
                    row.getString("hash"),
                    List.of((String[]) row.getArray("examples").getArray()));
        }
    }

    private final Counts before;
    private final Verdict verdict;
    private final List<Flag> flags = new ArrayList<>();
    private final List<String> decisions = new ArrayList<>();
    private long collapsed;
    private long goneSource;
    private long goneTarget;
    private long changed;

    Forecast(Counts before, Verdict verdict) {
        this.before = before;
        this.verdict = verdict;
        decisions.add(verdict.name());
    }

    void add(String rule, Decided decided) {
        collapsed += decided.gone;
        goneSource += decided.goneSource;
        goneTarget += decided.goneTarget;
        changed += decided.changed;
        decisions.add(rule + "=" + decided.hash);
        flag(rule, decided.rows, decided.examples);
    }

    void overwritten(long sharedPairs) {
        goneSource += verdict.removes() ? sharedPairs : 0;
    }

    /** Rows of other data types would go with rows of this one. */
    void takenAlong(long rows) {
        flag(Flag.TAKEN_ALONG, verdict == Verdict.KEEP ? 0 : rows, List.of());
    }

    void flag(String name, long rows, List<String> examples) {
        if (rows > 0) {
            flags.add(new Flag(name, rows, examples));
        }
    }

    long removedByOverwriting() {
        return verdict.removes() ? before.target() : 0;
    }

    Tally tally() {
        if (verdict == Verdict.KEEP) {
            return new Tally(before.source(), before.target(), before.source(), before.target(), 0, 0, 0, 0, 0);
        }
        var moved = before.source() - goneSource;
        var goneOfTarget = goneTarget + removedByOverwriting();
        return new Tally(
                before.source(),
                before.target(),
                0,
                before.target() + moved - goneOfTarget,
                goneSource + goneOfTarget,
                0,
                moved,
                collapsed,
                changed);
    }

    DataTypeResult result(TypeProgram program) {
        var tally = tally();
        return new DataTypeResult(
                program.type().name(),
                DataTypeOutcome.DONE,
                verdict.reason().map(ReasonCode::name),
                Optional.empty(),
                tally,
                0,
                tally.moved() + tally.archived(),
                Flag.merged(verdict.flags(flags, before.target())),
                List.of(),
                Optional.of(hash(String.join("\n", decisions))));
    }

    private static String hash(String decisions) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(decisions.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
