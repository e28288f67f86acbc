package org.userdatatransfer.worker.transfer;

/** What a program is told of why; the README says what it means and what to do, in the order of this list. */
public enum ReasonCode {
    // Of a request that is rejected; no row has been touched.
    MISSING_VALUE,
    DATE_OUT_OF_RANGE,
    UNKNOWN_DATA_TYPE,
    INCOMPLETE_GROUP,
    OPTION_NOT_APPLICABLE,
    SAME_USER,
    UNKNOWN_USER,
    USER_OF_OTHER_TENANT,
    INACTIVE_TARGET,
    TARGET_NOT_IN_PRODUCT,
    PLAN_DRIFT,
    ID_REUSED,

    // Of a run that has failed, and of a data type that has.
    CONSTRAINT_VIOLATED,
    ROWS_WITHHELD,
    BAD_DATA,
    REFUSED_BY_DATABASE,
    DATABASE_ERROR,
    SOURCE_NOT_IN_PRODUCT,
    NOT_IN_CATALOGUE,
    LEDGER_DROPPED,
    INTERNAL_ERROR,
    SUB_TASK_FAILED,
    DEADLINE_EXCEEDED,
    CANCELLED,
    NOT_RESTORED,
    NOT_REPORTED,

    // Of a data type with which nothing is wrong.
    NOT_IN_PRODUCT,
    TABLE_ABSENT,
    NOT_REPLAYED,
    NOTHING_TO_RESTORE,
    KEPT_EMPTY_SOURCE,
    TARGET_WIPED,
    BUSY,
    TOO_EARLY
}
