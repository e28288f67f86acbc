package org.userdatatransfer.worker.saga;

/** What a saga asks of the queues of its two users. */
public enum TicketCall {
    /** Queue for both users, and tell when it is its turn. A preview queues for no user, only for room to run. */
    TAKE,
    /** Let the next ones in. */
    RELEASE,
    /** Keep the users, but leave the room to run to others: an operator is needed. */
    PARK,
    /** Run again with the users it has kept. */
    RESUME
}
