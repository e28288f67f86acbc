package org.userdatatransfer.worker.web;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.userdatatransfer.worker.coordination.TransferQueries;
import org.userdatatransfer.worker.saga.Phase;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.UserId;

/** What became of a transfer, what it did when, and which ones wait for somebody. */
@RestController
@RequestMapping("/transfers")
class TransferController {

    private static final int MOST = 500;

    private final TransferQueries queries;

    TransferController(TransferQueries queries) {
        this.queries = queries;
    }

    @GetMapping("/{id}")
    TransferStatus status(@PathVariable UUID id) {
        return queries.find(new TransferId(id)).map(TransferStatus::of).orElseThrow(() -> ProblemException.unknown(id));
    }

    @GetMapping("/{id}/history")
    List<HistoryStep> history(@PathVariable UUID id) {
        var lines = queries.history(new TransferId(id));
        if (lines.isEmpty()) {
            throw ProblemException.unknown(id);
        }
        return lines.stream().map(HistoryStep::of).toList();
    }

    @GetMapping
    TransferPage list(
            @RequestParam Optional<Phase> phase,
            @RequestParam Optional<String> tenant,
            @RequestParam Optional<String> user,
            @RequestParam Optional<UUID> before,
            @RequestParam(defaultValue = "50") int size) {
        if (user.isPresent() && tenant.isEmpty()) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST, "user: is somebody else in each tenant; add the parameter tenant");
        }
        var fits = Math.clamp(size, 1, MOST);
        var listed = queries.list(
                tenant.map(name -> new TenantId(possible("tenant", name))),
                user.map(name -> new UserId(possible("user", name))),
                phase,
                before.map(TransferId::new),
                fits + 1);
        if (listed.isEmpty()) {
            before.ifPresent(this::requireKnown);
        }
        return TransferPage.of(listed, fits);
    }

    /** Behind a transfer that nobody knows of comes none. */
    private void requireKnown(UUID id) {
        if (queries.find(new TransferId(id)).isEmpty()) {
            throw ProblemException.unknown(id);
        }
    }

    /** PostgreSQL cannot even be asked for some names. */
    private static String possible(String field, String name) {
        if (name.indexOf('\0') >= 0) {
            throw new ProblemException(
                    HttpStatus.BAD_REQUEST, field + ": has a zero character, which no name has; write another");
        }
        return name;
    }
}
