package org.userdatatransfer.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.userdatatransfer.worker.transfer.LedgerKind.CHANGED;
import static org.userdatatransfer.worker.transfer.LedgerKind.MOVED;
import static org.userdatatransfer.worker.transfer.LedgerKind.REMOVED;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.Strategy;
import org.userdatatransfer.worker.engine.Statements.Effect;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeOutcome;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.Flag;
import org.userdatatransfer.worker.transfer.LedgerKind;
import org.userdatatransfer.worker.transfer.Product;
import org.userdatatransfer.worker.transfer.Tally;
import org.userdatatransfer.worker.transfer.TransferId;
import org.userdatatransfer.worker.transfer.Unrestored;

class AccountTest {

    private static final TransferId TRANSFER = new TransferId(new UUID(0, 7));
    private static final DataTypeName TYPE = new DataTypeName("project");

    /** Of the source's five pairs, four move and one goes; of the target's three, two go. */
    private static Account transferred(boolean live) {
        var account = new Account(new Counts(5, 3), live);
        account.add(effect(REMOVED, 1, 1), true);
        account.add(effect(REMOVED, 2, 2), false);
        account.add(effect(CHANGED, 6, 0), true);
        account.add(effect(MOVED, 4, 4), false);
        account.counted(new Counts(0, 5));
        return account;
    }

    @Test
    void sumsUpWhatTheStatementsDid() {
        var account = transferred(false);

        assertThat(account.tally()).isEqualTo(new Tally(5, 3, 0, 5, 3, 0, 4, 1, 6));
        assertThat(account.removedRows()).isEqualTo(3);
    }

    @Test
    void countsRowsOnlyThatStillNameTheirUserAsPairs() {
        var account = new Account(new Counts(0, 2), false);

        account.add(effect(REMOVED, 5, 2), true);

        assertThat(account.tally()).isEqualTo(new Tally(0, 2, 0, 2, 2, 0, 0, 5, 0));
    }

    @Test
    void addsWhatALaterRunDid() {
        var account = transferred(true);
        var later = new Account(new Counts(2, 5), true);
        later.add(effect(REMOVED, 1, 1), true);
        later.add(effect(CHANGED, 3, 0), true);
        later.add(effect(MOVED, 1, 1), false);
        later.flag("LATE", 1, List.of("[9]"));

        account.add(later);
        account.counted(new Counts(0, 6));

        assertThat(account.done(TYPE, Verdict.MOVE))
                .isEqualTo(result(
                        DataTypeOutcome.DONE,
                        Optional.empty(),
                        new Tally(5, 3, 0, 6, 4, 2, 5, 2, 9),
                        9,
                        9,
                        List.of(new Flag("LATE", 1, List.of("[9]")))));
        assertThat(account.removedRows()).isEqualTo(4);
    }

    @Test
    void countsWhatIsTakenBack() {
        var account = new Account(new Counts(0, 5), false);

        account.restored(MOVED, 4, 4);
        account.restored(CHANGED, 6, 0);
        account.restored(REMOVED, 3, 2);
        account.counted(new Counts(4, 3));

        assertThat(account.done(TYPE, Verdict.MOVE))
                .isEqualTo(result(
                        DataTypeOutcome.DONE,
                        Optional.empty(),
                        new Tally(0, 5, 4, 3, -2, 0, 4, 0, 6),
                        6,
                        6,
                        List.of()));
    }

    @Test
    void saysHowFarASliceIsAndGoesOnFromThere() {
        var account = new Account(new Counts(5, 3), false);
        account.add(effect(REMOVED, 3, 2), true);
        account.add(effect(CHANGED, 1, 0), true);
        account.add(effect(MOVED, 2, 2), false);
        account.flag("REPLACED", 2, List.of());
        account.unrestored("project", "[4]", "DELETED");

        var slice = account.inProgress(TYPE, 8);

        assertThat(slice)
                .isEqualTo(new DataTypeResult(
                        TYPE,
                        DataTypeOutcome.IN_PROGRESS,
                        Optional.empty(),
                        Optional.empty(),
                        new Tally(5, 3, 3, 3, 2, 0, 2, 3, 1),
                        4,
                        8,
                        List.of(new Flag("REPLACED", 2, List.of())),
                        List.of(new Unrestored("project", "[4]", "DELETED")),
                        Optional.empty()));
        var resumed = Account.resumed(slice, account.removedRows(), false);
        assertThat(resumed.inProgress(TYPE, 8)).isEqualTo(slice);
        assertThat(resumed.removedRows()).isEqualTo(3);
        assertThat(resumed.before()).isEqualTo(new Counts(5, 3));
    }

    @Test
    void plansNoLessThanIsDone() {
        assertThat(transferred(false).inProgress(TYPE, 6).rowsPlanned()).isEqualTo(7);
    }

    @Test
    void flagsTheTargetThatWasWiped() {
        var account = new Account(new Counts(0, 2), false);
        account.add(effect(REMOVED, 2, 2), false);
        account.counted(new Counts(0, 0));

        assertThat(account.done(TYPE, Verdict.WIPE))
                .isEqualTo(result(
                        DataTypeOutcome.DONE,
                        Optional.of("TARGET_WIPED"),
                        new Tally(0, 2, 0, 0, 2, 0, 0, 0, 0),
                        2,
                        2,
                        List.of(new Flag("TARGET_WIPED", 2, List.of()))));
    }

    @Test
    void flagsNothingThatConcernsNoRow() {
        var account = new Account(new Counts(0, 0), false);

        account.flag("SELF_APPROVAL", 0, List.of());

        assertThat(account.done(TYPE, Verdict.KEEP).flags()).isEmpty();
    }

    @Test
    void letsATransferPassThatTouchedItsRowsOnly() {
        assertThatNoException().isThrownBy(() -> Conservation.demand(type(false), TRANSFER, transferred(false).tally()));
    }

    @Test
    void refusesRowsThatStayedBehind() {
        var account = transferred(false);
        account.counted(new Counts(1, 4));

        refuses(account, false, "1 rows of the source stayed behind, 0 vanished and 0 appeared");
    }

    @Test
    void refusesRowsThatVanished() {
        var account = transferred(false);
        account.counted(new Counts(0, 4));

        refuses(account, false, "0 rows of the source stayed behind, 1 vanished and 0 appeared");
        refuses(account, true, "0 rows of the source stayed behind, 1 vanished and 0 appeared");
    }

    @Test
    void refusesRowsThatAppeared() {
        var account = transferred(false);
        account.counted(new Counts(0, 6));

        refuses(account, false, "0 rows of the source stayed behind, 0 vanished and 1 appeared");
    }

    @Test
    void letsRowsAppearBetweenTransactions() {
        var account = transferred(false);
        account.counted(new Counts(0, 6));

        assertThatNoException().isThrownBy(() -> Conservation.demandNothingLeft(type(false), TRANSFER, account.tally()));
    }

    @Test
    void letsOthersRemoveRowsBetweenTransactionsAndTellsThatTheNumbersDisagree() {
        var account = transferred(false);
        account.counted(new Counts(0, 4));

        assertThatNoException().isThrownBy(() -> Conservation.demandNothingLeft(type(false), TRANSFER, account.tally()));
        assertThat(account.tally().conserved()).isFalse();
    }

    @Test
    void refusesRowsThatStayedBehindOverManyTransactionsToo() {
        var account = transferred(false);
        account.counted(new Counts(1, 4));

        assertThatExceptionOfType(RowsWithheldException.class)
                .isThrownBy(() -> Conservation.demandNothingLeft(type(false), TRANSFER, account.tally()));
    }

    @Test
    void leavesToVerifyWhatAFeedWroteMeanwhile() {
        var account = transferred(true);
        account.counted(new Counts(1, 6));

        assertThatNoException().isThrownBy(() -> Conservation.demand(type(true), TRANSFER, account.tally()));
        assertThat(account.tally().live()).isEqualTo(2);
    }

    private static void refuses(Account account, boolean live, String what) {
        assertThatExceptionOfType(RowsWithheldException.class)
                .isThrownBy(() -> Conservation.demand(type(live), TRANSFER, account.tally()))
                .withMessage(
                        "Data type project of transfer %s: %s; a trigger or another writer interferes", TRANSFER, what);
    }

    private static Effect effect(LedgerKind kind, long rows, long pairs) {
        return new Effect(TRANSFER, kind, rows, pairs);
    }

    private static DataTypeResult result(
            DataTypeOutcome outcome,
            Optional<String> reason,
            Tally tally,
            long rowsDone,
            long rowsPlanned,
            List<Flag> flags) {
        return new DataTypeResult(
                TYPE,
                outcome,
                reason,
                Optional.empty(),
                tally,
                rowsDone,
                rowsPlanned,
                flags,
                List.of(),
                Optional.empty());
    }

    private static DataType type(boolean live) {
        return new DataType(
                TYPE, new Product("qm"), Strategy.COMBINE, List.of(), Set.of(), Set.of(), false, live);
    }
}
