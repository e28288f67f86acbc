package org.userdatatransfer.worker.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.core.io.ClassPathResource;

/**
 * What a DBA would run in one product's database to give everything of one user to another: plain statements, without a
 * journal, without a way back.
 */
record Script(List<Statement> statements) {

    static final Script QM = read("qm");
    static final Script WFM = read("wfm");

    /**
     * A statement with its parameters.
     *
     * @param text as it was written
     * @param sql as it is prepared
     * @param ofSource for each parameter whether it is the source's id, or else the target's
     */
    record Statement(String text, String sql, List<Boolean> ofSource) {

        private static final Pattern PARAMETER = Pattern.compile(":(source|target)");

        static Statement of(String text) {
            var parameters = PARAMETER
                    .matcher(text)
                    .results()
                    .map(found -> found.group(1).equals("source"))
                    .toList();
            return new Statement(text, PARAMETER.matcher(text).replaceAll("?"), parameters);
        }

        /** The same for many pairs at once. */
        String ofPairs() {
            return PARAMETER
                    .matcher(text)
                    .replaceAll("pair.$1")
                    .replaceFirst(
                            " where ", (text.startsWith("delete") ? " using " : " from ") + PAIRS + " where ");
        }
    }

    /**
     * A column that names users and is moved.
     *
     * @param overwritten whether the target's rows make way
     */
    record UserColumn(String table, String column, boolean overwritten) {}

    private static final String PAIRS = "unnest(cast(? as bigint[]), cast(? as bigint[])) as pair (source, target)";

    private static final Pattern MOVE = Pattern.compile("update (\\w+) set .* where (\\w+) = \\?");

    private static Script read(String product) {
        try {
            var text = new ClassPathResource("benchmark/%s.sql".formatted(product))
                    .getContentAsString(StandardCharsets.UTF_8);
            return new Script(Stream.of(text.replaceAll("--.*", "").split(";"))
                    .map(String::strip)
                    .filter(statement -> !statement.isEmpty())
                    .map(Statement::of)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only what is about these tables. */
    Script of(List<String> tables) {
        return new Script(statements.stream()
                .filter(statement -> tables.stream()
                        .anyMatch(table -> statement.sql().matches("(update|delete from) %s .*".formatted(table))))
                .toList());
    }

    List<UserColumn> userColumns() {
        return statements.stream()
                .map(statement -> MOVE.matcher(statement.sql()))
                .filter(move -> move.matches())
                .map(move -> new UserColumn(move.group(1), move.group(2), deletesFrom(move.group(1))))
                .toList();
    }

    private boolean deletesFrom(String table) {
        return statements.stream().anyMatch(s -> s.sql().startsWith("delete from %s ".formatted(table)));
    }

    /** Runs it in one transaction. */
    void run(Connection connection, long source, long target) throws SQLException {
        for (var statement : statements) {
            try (var prepared = connection.prepareStatement(statement.sql())) {
                var n = 1;
                for (var isSource : statement.ofSource()) {
                    prepared.setLong(n++, isSource ? source : target);
                }
                prepared.executeUpdate();
            }
        }
        connection.commit();
    }

    /** Runs it for many at once, each statement only once, in one transaction. */
    void run(Connection connection, List<Long> sources, List<Long> targets) throws SQLException {
        for (var statement : statements) {
            try (var prepared = connection.prepareStatement(statement.ofPairs())) {
                prepared.setArray(1, connection.createArrayOf("bigint", sources.toArray()));
                prepared.setArray(2, connection.createArrayOf("bigint", targets.toArray()));
                prepared.executeUpdate();
            }
        }
        connection.commit();
    }
}
