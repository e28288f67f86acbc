-- Restores rows of the ledger one after the other, so that one which a constraint forbids costs the others nothing: here
-- that is a third of a millisecond a row; with a savepoint and a statement from afar for each it was two to five.
CREATE FUNCTION restore_one_by_one(
    statement text,   -- restores one row, $1, and returns (transfer_id, rows, pairs, key, reason)
    entry_rows json[], -- each with entry_id, n and row_key, the key to tell of it
    checked boolean   -- whether to meet deferred constraints, too, row by row
) RETURNS TABLE (transfer_id uuid, rows bigint, pairs bigint, key text, reason text, entry_id bigint, n integer)
LANGUAGE plpgsql AS $$
DECLARE
    entry_row json;
BEGIN
    FOREACH entry_row IN ARRAY entry_rows LOOP
        BEGIN
            EXECUTE statement INTO transfer_id, rows, pairs, key, reason USING entry_row;
            IF checked THEN
                BEGIN
                    SET CONSTRAINTS ALL IMMEDIATE;
                    RAISE SQLSTATE 'UDT01'; -- They are met: be deferred again.
                EXCEPTION WHEN SQLSTATE 'UDT01' THEN
                END;
            END IF;
            entry_id := NULL;
            n := NULL;
        EXCEPTION WHEN integrity_constraint_violation OR data_exception OR cardinality_violation
                OR triggered_data_change_violation OR with_check_option_violation THEN
            transfer_id := entry_row->>'transfer_id';
            rows := 0;
            pairs := 0;
            key := entry_row->>'row_key';
            reason := 'CLASHES';
            entry_id := entry_row->>'entry_id';
            n := entry_row->>'n';
        END;
        IF transfer_id IS NOT NULL THEN -- else there is nothing to tell
            RETURN NEXT;
        END IF;
    END LOOP;
END
$$;
