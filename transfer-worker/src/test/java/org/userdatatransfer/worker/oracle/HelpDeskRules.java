package org.userdatatransfer.worker.oracle;

import static org.userdatatransfer.worker.oracle.TypeRule.combine;
import static org.userdatatransfer.worker.oracle.TypeRule.overwrite;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;

/** The data types of the help desk, children before their parents; the retired chat log has no rows. */
final class HelpDeskRules {

    private static final String TICKET = "Help Desk.Ticket Ünï";
    private static final String WATCH_LIST = "Help Desk.watch.list";
    private static final String SIGNATURE = "Help Desk.signature";
    private static final String PREFERENCE = "Help Desk.preference";
    private static final String REVIEW = "Help Desk.Review";
    private static final String REMARK = "Help Desk.Review Remark";
    private static final String MACRO = "Help Desk.macro";
    private static final String ON_CALL = "Help Desk.on_call";
    private static final String BOOKING = "Help Desk.booking";
    private static final String BADGE = "Help Desk.badge";
    private static final String AUDIT_TRAIL = "Help Desk.audit trail";
    private static final String TIMESHEET = "Help Desk.timesheet";
    private static final String TIME_ENTRY = "Help Desk.time entry";
    private static final String ENTRY_TAG = "Help Desk.entry tag";
    private static final String DEVICE = "Help Desk.Device \"spare\"";
    private static final String PRESENCE = "Help Desk.presence";

    private static final int LONGEST_MACRO_NAME = 24;
    private static final List<String> STAGES = List.of("draft", "sent", "signed");

    static final List<TypeRule> ALL = List.of(
            combine(
                    "ticket",
                    HelpDeskRules::ticket,
                    new UserColumn(TICKET, "Opened By"),
                    new UserColumn(TICKET, "Assignee"),
                    new UserColumn(TICKET, "Watcher's")),
            combine("watch-list", HelpDeskRules::watchList, new UserColumn(WATCH_LIST, "account")),
            combine("signature", HelpDeskRules::signature, new UserColumn(SIGNATURE, "account")),
            combine("preference", HelpDeskRules::preference, new UserColumn(PREFERENCE, "account")),
            combine(
                    "review",
                    HelpDeskRules::review,
                    new UserColumn(REVIEW, "reviewer"),
                    new UserColumn(REVIEW, "signed_off_by")),
            combine("review-remark", step -> step.move(REMARK, "author"), new UserColumn(REMARK, "author")),
            combine("macro", HelpDeskRules::macro, new UserColumn(MACRO, "owner")),
            combine("on-call", HelpDeskRules::onCall, new UserColumn(ON_CALL, "account")),
            combine("booking", HelpDeskRules::booking, new UserColumn(BOOKING, "account")),
            combine("badge", HelpDeskRules::badge, new UserColumn(BADGE, "account")),
            combine("audit-trail", HelpDeskRules::auditTrail, new UserColumn(AUDIT_TRAIL, "actor")),
            overwrite("timesheet", HelpDeskRules::timesheet, new UserColumn(TIMESHEET, "account")),
            overwrite("device", step -> step.overwrite(DEVICE, "user"), new UserColumn(DEVICE, "user")),
            overwrite("presence", step -> step.overwrite(PRESENCE, "account"), new UserColumn(PRESENCE, "account")));

    private HelpDeskRules() {}

    private static void ticket(TransferStep step) {
        for (var user : List.of("Opened By", "Assignee", "Watcher's")) {
            step.move(TICKET, user, row -> row.with("Changed At", ExpectedTransfer.FROM_A_TRIGGER));
        }
    }

    private static void watchList(TransferStep step) {
        for (var clash : step.clashes(WATCH_LIST, "account", "Ticket Id")) {
            var merged = clash.target();
            merged = merge(merged, clash, "visits", (a, b) -> String.valueOf(Long.parseLong(a) + Long.parseLong(b)));
            merged = merge(
                    merged, clash, "hours", (a, b) -> new BigDecimal(a).add(new BigDecimal(b)).toPlainString());
            merged = merge(merged, clash, "first seen", BinaryOperator.minBy(Comparator.comparing(Times::parse)));
            merged = merge(merged, clash, "last.seen", BinaryOperator.maxBy(Comparator.comparing(Times::parse)));
            merged = merge(merged, clash, "note", (targets, sources) -> targets);
            step.collapse(WATCH_LIST, clash.source());
            step.replace(WATCH_LIST, clash.target(), merged);
        }
        step.move(WATCH_LIST, "account");
    }

    /** A value that only one of the two has is taken as it is. */
    private static Row merge(Row row, TransferStep.Clash clash, String column, BinaryOperator<String> how) {
        return row.with(
                column,
                Stream.of(clash.target(), clash.source())
                        .flatMap(each -> each.get(column).stream())
                        .reduce(how)
                        .orElse(null));
    }

    private static void signature(TransferStep step) {
        step.clashes(SIGNATURE, "account", (source, target) -> true)
                .forEach(clash -> step.collapse(SIGNATURE, clash.target()));
        step.move(SIGNATURE, "account");
    }

    /** A time that is not there decides for the target's. */
    private static void preference(TransferStep step) {
        for (var clash : step.clashes(PREFERENCE, "account", "scope", "name")) {
            var sources = savedAt(clash.source());
            var targets = savedAt(clash.target());
            var sourceWins = sources.isPresent() && targets.isPresent() && sources.get().isAfter(targets.get());
            step.collapse(PREFERENCE, sourceWins ? clash.target() : clash.source());
        }
        step.move(PREFERENCE, "account");
    }

    private static Optional<Instant> savedAt(Row preference) {
        return preference.get("saved_at").map(Times::parse);
    }

    private static void review(TransferStep step) {
        for (var clash : step.clashes(REVIEW, "reviewer", "Ticket Id")) {
            var sourceWins = Comparator.<Row>comparingInt(row -> STAGES.indexOf(row.text("stage")))
                            .thenComparing(row -> Times.parse(row.text("revised_at")))
                            .compare(clash.source(), clash.target())
                    > 0;
            var winner = sourceWins ? clash.source() : clash.target();
            var loser = sourceWins ? clash.target() : clash.source();
            moveRemarks(step, loser.text("review_no"), winner.text("review_no"));
            step.collapse(REVIEW, loser);
        }
        step.move(REVIEW, "reviewer");
        step.move(REVIEW, "signed_off_by");
    }

    private static void moveRemarks(TransferStep step, String from, String to) {
        var last = step.greatest(step.rows(REMARK, row -> row.has("review_no", to)), "pos")
                .orElse(0L);
        var remarks = step.rows(REMARK, row -> row.has("review_no", from)).stream()
                .sorted(Comparator.comparingLong(row -> row.number("pos")))
                .toList();
        for (var remark : remarks) {
            step.replace(REMARK, remark, remark.with("review_no", to).with("pos", ++last));
        }
    }

    private static void macro(TransferStep step) {
        new Renaming(MACRO, "macro_id", "owner", "Macro Name", LONGEST_MACRO_NAME).apply(step);
        step.move(MACRO, "owner");
    }

    private static void onCall(TransferStep step) {
        step.keepTarget(ON_CALL, "account", "since");
        step.move(
                ON_CALL,
                "account",
                row -> row.get("until").isPresent() ? row : row.with("until", ExpectedTransfer.TIME_OF_TRANSFER));
    }

    private static void booking(TransferStep step) {
        var losers = new LinkedHashSet<Row>();
        step.clashes(BOOKING, "account", HelpDeskRules::sameTime).forEach(clash -> losers.add(clash.source()));
        losers.forEach(loser -> step.collapse(BOOKING, loser));
        step.move(BOOKING, "account");
    }

    private static boolean sameTime(Row one, Row other) {
        return one.has("cancelled", "false")
                && other.has("cancelled", "false")
                && Period.of(one.text("during")).overlaps(Period.of(other.text("during")));
    }

    /** A range whose start belongs to it and whose end, if there is one, does not. */
    private record Period(Instant start, Instant end) {

        static Period of(String range) {
            var ends = range.substring(1, range.length() - 1).replace("\"", "").split(",", -1);
            return new Period(Times.parse(ends[0]), ends[1].isEmpty() ? Instant.MAX : Times.parse(ends[1]));
        }

        boolean overlaps(Period other) {
            return start.isBefore(other.end) && other.start.isBefore(end);
        }
    }

    private static void badge(TransferStep step) {
        step.clashes(BADGE, "account", (source, target) -> source.alikeWithNulls(target, List.of("kind")))
                .forEach(clash -> step.collapse(BADGE, clash.source()));
        step.move(BADGE, "account");
    }

    private static void auditTrail(TransferStep step) {
        step.move(
                AUDIT_TRAIL,
                "actor",
                row -> row.get("on behalf of").isPresent() ? row : row.with("on behalf of", row.text("actor")));
    }

    private static void timesheet(TransferStep step) {
        var sheets = step.ofTarget(TIMESHEET, "account").stream()
                .map(sheet -> sheet.text("sheet_id"))
                .toList();
        var entries = step.rows(TIME_ENTRY, entry -> sheets.contains(entry.text("sheet_id")));
        step.archiveChildren(ENTRY_TAG, "entry_id", entries, "entry_id");
        entries.forEach(entry -> step.archive(TIME_ENTRY, entry));
        step.overwrite(TIMESHEET, "account");
    }
}
