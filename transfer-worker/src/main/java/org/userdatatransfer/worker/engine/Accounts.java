package org.userdatatransfer.worker.engine;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.FlagRule;
import org.userdatatransfer.worker.engine.Statements.Effect;
import org.userdatatransfer.worker.engine.program.FlagSql.Flagged;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * One data type's accounts of a batch of transfers, each with the verdict on the target's rows, and what comes of them.
 */
record Accounts(TypeProgram program, Map<TransferId, Account> accounts, Map<TransferId, Verdict> verdicts) {

    /** @param before what has been counted for each handover */
    static Accounts opened(
            TypeProgram program,
            List<Handover> handovers,
            Map<TransferId, Counts> before,
            Map<TransferId, Verdict> verdicts) {
        return new Accounts(program, accountsOf(handovers, before, program.type().live()), verdicts);
    }

    /** @param othersMayWrite so that rows that appear meanwhile are theirs */
    static Map<TransferId, Account> accountsOf(
            List<Handover> handovers, Map<TransferId, Counts> before, boolean othersMayWrite) {
        var accounts = new LinkedHashMap<TransferId, Account>();
        handovers.forEach(h -> accounts.put(h.transfer(), new Account(before.get(h.transfer()), othersMayWrite)));
        return accounts;
    }

    static Accounts ofOne(TypeProgram program, Handover handover, Account account, Verdict verdict) {
        return new Accounts(program, Map.of(handover.transfer(), account), Map.of(handover.transfer(), verdict));
    }

    DataType type() {
        return program.type();
    }

    /** Those of the handovers whose rows are not left alone, and whose counts meet a condition. */
    List<Handover> having(List<Handover> handovers, Predicate<Counts> condition) {
        return handovers.stream()
                .filter(h -> verdicts.get(h.transfer()) != Verdict.KEEP)
                .filter(h -> condition.test(accounts.get(h.transfer()).before()))
                .toList();
    }

    boolean removes(Handover handover) {
        return verdicts.get(handover.transfer()).removes();
    }

    void add(List<Effect> effects, boolean byRule) {
        effects.forEach(e -> accounts.get(e.transfer()).add(e, byRule));
    }

    /** Rows of another data type have gone with rows of this one. */
    void takeAlong(List<Effect> effects) {
        effects.forEach(e -> accounts.get(e.transfer()).takeAlong(e.rows()));
    }

    void flag(FlagRule rule, List<Flagged> flagged) {
        flagged.forEach(f -> accounts.get(f.transfer()).flag(rule.name(), f.rows(), f.examples()));
    }

    void counted(Map<TransferId, Counts> counts) {
        counts.forEach((transfer, now) -> accounts.get(transfer).counted(now));
    }

    /** Flags what is only known when it is over. */
    void flagOutcome() {
        for (var table : program.tables()) {
            table.flags().forEach(flagging -> accounts.values().forEach(account -> {
                switch (flagging.flag()) {
                    case FlagRule.SameUser s -> {}
                    case FlagRule.Replaced r -> account.flag(r.name(), account.removedRows(), List.of());
                    case FlagRule.Gained g -> account.flag(g.name(), account.moved(), List.of());
                }
            }));
        }
    }

    /**
     * What became of the data type.
     *
     * @param touched for whom anything was done
     * @throws RowsWithheldException if rows were lost or held back, naming the transfer
     */
    Map<TransferId, DataTypeResult> results(Collection<Handover> touched) {
        touched.forEach(h -> Conservation.demand(type(), h.transfer(), accounts.get(h.transfer()).tally()));
        flagOutcome();
        var results = new LinkedHashMap<TransferId, DataTypeResult>();
        accounts.forEach((transfer, account) ->
                results.put(transfer, account.done(type().name(), verdicts.get(transfer))));
        return results;
    }
}
