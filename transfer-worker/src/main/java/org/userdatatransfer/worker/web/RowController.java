package org.userdatatransfer.worker.web;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.userdatatransfer.worker.coordination.CoordinationSettings;
import org.userdatatransfer.worker.coordination.TransferQueries;
import org.userdatatransfer.worker.rowhistory.RowHistory;
import org.userdatatransfer.worker.rowhistory.RowStep;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.saga.Saga;
import org.userdatatransfer.worker.sql.SqlIdentifier;
import org.userdatatransfer.worker.sql.SqlTable;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.TransferId;

/** What happened to a row, and why. */
@RestController
@RequestMapping("/transfers/{id}/rows")
class RowController {

    private final TransferQueries queries;
    private final RowHistory rows;
    private final Duration undoWindow;

    RowController(TransferQueries queries, RowHistory rows, CoordinationSettings settings) {
        this.queries = queries;
        this.rows = rows;
        this.undoWindow = settings.undoWindow();
    }

    /** {@code product}, {@code table}, and {@code key} once for each column of the table's key. */
    @GetMapping
    RowStory story(@PathVariable UUID id, @RequestParam MultiValueMap<String, String> asked) {
        var view = queries.find(new TransferId(id)).orElseThrow(() -> ProblemException.unknown(id));
        var saga = view.saga();
        var product = product(asked);
        var table = table(product, asked);
        var columns = rows.tables().key(product, table);
        var key = key(table, columns, asked.getOrDefault("key", List.of()));
        var steps = steps(saga, product, table, key).stream().map(RowStory.Step::of).toList();
        var named = new LinkedHashMap<String, String>();
        for (var i = 0; i < key.size(); i++) {
            named.put(columns.get(i).name(), key.get(i));
        }
        var undoable = undoableUntil(saga);
        return new RowStory(
                id,
                product.value(),
                table.toString(),
                named,
                steps,
                undoable.orElse(null),
                remark(steps, undoable, view.now()).orElse(null));
    }

    private Product product(MultiValueMap<String, String> asked) {
        var known = rows.products().stream().map(Product::value).sorted().toList();
        var name = one(asked, "product", "one of " + String.join(", ", known));
        if (!known.contains(name)) {
            throw new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "product '%s': there is no such product; name one of %s".formatted(name, String.join(", ", known)));
        }
        return new Product(name);
    }

    private SqlTable table(Product product, MultiValueMap<String, String> asked) {
        var known = String.join(", ", rows.tables().names(product));
        var name = one(asked, "table", "one of " + known);
        Optional<SqlTable> table;
        try {
            table = rows.tables().find(product, name);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "table: " + e.getMessage());
        }
        return table.orElseThrow(() -> new ProblemException(
                HttpStatus.NOT_FOUND,
                "table '%s': no data type of product '%s' has it; name one of %s".formatted(name, product, known)));
    }

    private static List<String> key(SqlTable table, List<SqlIdentifier> columns, List<String> key) {
        if (key.size() != columns.size()) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "key %s: rows of %s are known by (%s); write %s"
                            .formatted(
                                    key,
                                    table,
                                    columns.stream().map(SqlIdentifier::name).collect(Collectors.joining(", ")),
                                    columns.stream()
                                            .map(c -> "key=<%s>".formatted(c.name()))
                                            .collect(Collectors.joining("&"))));
        }
        return key;
    }

    private List<RowStep> steps(
            Saga saga, Product product, SqlTable table, List<String> key) {
        try {
            return rows.of(saga.id(), product, table, key);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST,
                    "key %s: %s; write the values as PostgreSQL does, in the order of the key's columns"
                            .formatted(key, e.getMessage()));
        }
    }

    private Optional<Instant> undoableUntil(Saga saga) {
        return saga.phase() == Phase.COMPLETED ? saga.endedAt().map(ended -> ended.plus(undoWindow)) : Optional.empty();
    }

    private static Optional<String> remark(List<RowStory.Step> steps, Optional<Instant> undoable, Instant now) {
        var over = undoable.filter(until -> until.isBefore(now))
                .map("The undo window ended on %s, and what is older than ledger-retention is dropped from the ledger"::formatted);
        if (!steps.isEmpty()) {
            return over.map(text -> text + ".");
        }
        return Optional.of(over.map(text -> text + ": whether anything was done to this row may no longer be known.")
                .orElse("The transfer has done nothing to this row."));
    }

    private static String one(MultiValueMap<String, String> asked, String field, String remedy) {
        var value = asked.getFirst(field);
        if (value == null || value.isBlank()) {
            throw new ProblemException(HttpStatus.BAD_REQUEST, "%s: is not given; write %1$s=%s".formatted(field, remedy));
        }
        return value;
    }
}
