package org.userdatatransfer.worker.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.userdatatransfer.worker.catalogue.Catalogue;
import org.userdatatransfer.worker.catalogue.DataType;
import org.userdatatransfer.worker.catalogue.schema.ProductSchema;
import org.userdatatransfer.worker.engine.program.CountSql;
import org.userdatatransfer.worker.engine.program.TypeCompiler;
import org.userdatatransfer.worker.engine.program.TypeProgram;
import org.userdatatransfer.worker.engine.restore.ThirdUsers;
import org.userdatatransfer.worker.products.ProductDatabase;
import org.userdatatransfer.worker.transfer.DataTypeName;
import org.userdatatransfer.worker.transfer.DataTypeResult;
import org.userdatatransfer.worker.transfer.TransferId;

/**
 * Moves and restores rows in one product's database, a data type at a time for many transfers at once. Everything
 * happens in the caller's transaction; the users of the transfers must be pairwise distinct.
 */
public final class TransferEngine {

    private final Map<DataTypeName, TypeProgram> programs;
    private final String remaining;
    private final Statements statements;
    private final TransferRows transferring;
    private final RestoreRows restoring;
    private final Succession succession;
    private final PreviewRows previewing;

    public TransferEngine(
            ProductDatabase database, Catalogue catalogue, ProductSchema schema, EngineSettings settings) {
        var users = catalogue.products().get(database.product());
        var userType = schema.table(users.table()).typeOf(users.id());
        var types = catalogue.types(database.product()).stream()
                .filter(type -> isThere(type, schema))
                .toList();
        programs = types.stream()
                .map(type -> TypeCompiler.compile(
                        type, types, schema, userType, settings.largeRows(), settings.sliceRows()))
                .collect(Collectors.toMap(p -> p.type().name(), p -> p, (a, b) -> a, LinkedHashMap::new));
        remaining = CountSql.remaining(
                userType, programs.values().stream().map(TypeProgram::boundTables).toList());
        statements = new Statements(database.operations(), database.jdbc(), settings.pipelinedTransfers());
        var thirds = new ThirdUsers(types, schema);
        succession = new Succession(statements, userType, thirds);
        var slices = new SlicedTransfer(statements, database.savepoint(), settings);
        var emptiness = new GroupEmptiness(type -> catalogue.groupMembers(type.name()).stream()
                .map(member -> programs.get(member.name()))
                .filter(Objects::nonNull)
                .toList());
        transferring = new TransferRows(statements, emptiness, slices, succession, settings);
        previewing = new PreviewRows(statements, emptiness);
        var restorer = new Restorer(database.jdbc(), statements, schema, userType, database.savepoint(), thirds);
        restoring = new RestoreRows(database.jdbc(), statements, restorer, settings, succession);
    }

    private static boolean isThere(DataType type, ProductSchema schema) {
        return type.tables().stream().allMatch(t -> schema.find(t.table()).isPresent());
    }

    /** Whether the data type's tables exist here; an optional type's may not. */
    public boolean knows(DataTypeName type) {
        return programs.containsKey(type);
    }

    /**
     * Moves the sources' rows to the targets, one data type after the other; where one is large, it is put off to
     * {@link #transferNext}.
     *
     * @throws RowsWithheldException if rows were lost or held back
     */
    public Map<DataTypeName, Map<TransferId, Progress>> transfer(SequencedMap<DataTypeName, List<Handover>> work) {
        var programmed = new LinkedHashMap<TypeProgram, List<Handover>>();
        work.forEach((type, handovers) -> programmed.put(programs.get(type), handovers));
        return transferring.transfer(programmed);
    }

    /** The next slice of a large data type. */
    public Progress transferNext(DataTypeName type, Handover handover, Progress last) {
        return last instanceof Progress.Transferring begun
                ? transferring.next(programs.get(type), handover, begun)
                : transferring.begin(programs.get(type), handover);
    }

    /**
     * Takes back what the handovers' epochs did to the data type; where that is much, it is put off to
     * {@link #restoreNext}.
     */
    public Map<TransferId, Progress> restore(DataTypeName type, List<Handover> handovers) {
        return restoring.restore(programs.get(type), handovers);
    }

    /** The next slice of an undo. */
    public Progress restoreNext(DataTypeName type, Handover handover, Progress last) {
        return last instanceof Progress.Restoring begun
                ? restoring.next(programs.get(type), handover, begun)
                : restoring.begin(programs.get(type), handover);
    }

    /** Moves what was written for the sources after the data type was done. */
    public Map<TransferId, DataTypeResult> late(DataTypeName type, List<Handover> handovers) {
        return transferring.late(programs.get(type), handovers);
    }

    /**
     * VERIFY has found and moved all late rows. Rows archived by others up to now that name these sources therefore
     * count as taken over, too.
     */
    public void verified(List<Handover> handovers) {
        succession.renew(handovers);
    }

    /** What a transfer would do now; changes nothing. */
    public Map<TransferId, DataTypeResult> preview(DataTypeName type, List<Handover> handovers) {
        return previewing.preview(programs.get(type), handovers);
    }

    /** The data types that have rows which name a user: for each transfer one, by the product's own id. */
    public Map<TransferId, Set<DataTypeName>> typesNaming(Map<TransferId, String> users) {
        // Nothing is handed over; whom it would go to does not matter.
        return remaining(users.entrySet().stream()
                .map(user -> new Handover(user.getKey(), 0, user.getValue(), user.getValue(), "", false))
                .toList());
    }

    private Map<TransferId, Set<DataTypeName>> remaining(List<Handover> handovers) {
        var types = List.copyOf(programs.keySet());
        var found = new LinkedHashMap<TransferId, Set<DataTypeName>>();
        statements.bound(remaining, handovers).query(row -> {
            var any = (Boolean[]) row.getArray("remaining").getArray();
            found.put(
                    TransferId.of(row.getString("transfer_id")),
                    IntStream.range(0, any.length)
                            .filter(i -> any[i])
                            .mapToObj(types::get)
                            .collect(Collectors.toSet()));
        });
        return found;
    }

    /** The data types with rows that name the source, once an undo is through that may be putting back some of them. */
    public Map<TransferId, Set<DataTypeName>> remainingAfterRestores(List<Handover> handovers) {
        succession.awaitUndo(programs.values());
        return remaining(handovers);
    }
}
