package org.userdatatransfer.worker.saga;

import java.util.stream.IntStream;
import org.userdatatransfer.worker.transfer.SubTask;
import org.userdatatransfer.worker.transfer.TenantId;
import org.userdatatransfer.worker.transfer.TransferRequest;
import org.userdatatransfer.worker.transfer.UserId;

/**
 * The products' ids of the simulation's users: every tenant has users of the same names, who are not the same users.
 */
final class SimulatedUsers {

    private static final int MOST_USERS = 100;

    private SimulatedUsers() {}

    /** So many of each tenant. */
    static int[] all(int tenants, int users) {
        return IntStream.range(0, tenants)
                .flatMap(tenant -> IntStream.range(0, users).map(user -> tenant * MOST_USERS + user))
                .toArray();
    }

    static TenantId tenant(int number) {
        return new TenantId(String.valueOf(number));
    }

    static UserId user(int number) {
        return new UserId(String.valueOf(number));
    }

    static int source(SubTask subTask) {
        return id(subTask.tenant(), subTask.source());
    }

    static int target(SubTask subTask) {
        return id(subTask.tenant(), subTask.target());
    }

    static int source(TransferRequest request) {
        return id(request.tenant(), request.source());
    }

    static int target(TransferRequest request) {
        return id(request.tenant(), request.target());
    }

    private static int id(TenantId tenant, UserId user) {
        return Integer.parseInt(tenant.value()) * MOST_USERS + Integer.parseInt(user.value());
    }
}
