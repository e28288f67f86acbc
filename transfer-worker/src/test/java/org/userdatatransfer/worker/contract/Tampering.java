package org.userdatatransfer.worker.contract;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Connections that tell of every statement and commit before it happens, and let it be prevented. */
final class Tampering implements UnaryOperator<DataSource> {

    /** What somebody does just before a step of a worker. */
    interface Before {

        /**
         * @param n counts the steps of all connections from 1
         * @throws SQLException in the place of the step
         */
        void step(int n, Step step, Connection connection) throws SQLException;
    }

    enum Step {
        STATEMENT,
        COMMIT
    }

    private final Before before;
    private final AtomicInteger steps = new AtomicInteger();
    private final AtomicInteger chosen;

    Tampering(Before before) {
        this(before, new AtomicInteger());
    }

    private Tampering(Before before, AtomicInteger chosen) {
        this.before = before;
        this.chosen = chosen;
    }

    /** The connection breaks in the place of a step. */
    static Tampering losingConnection() {
        return atOneStep((n, kind, connection) -> {
            connection.abort(Runnable::run);
            throw new SQLException("The connection is lost in the place of step " + n, "08006");
        });
    }

    /** A step fails for good. */
    static Tampering failing() {
        return atOneStep((n, kind, connection) -> {
            throw new SQLException("Step %d does not work".formatted(n), "22000");
        });
    }

    /** The commit happens, but the connection breaks before the worker hears of it. */
    static Tampering losingTheAnswerToCommit() {
        return new Tampering((step, kind, connection) -> {
            if (kind == Step.COMMIT) {
                connection.commit();
                connection.abort(Runnable::run);
                throw new SQLException("The connection is lost while it commits", "08006");
            }
        });
    }

    private static Tampering atOneStep(Before before) {
        var chosen = new AtomicInteger();
        return new Tampering(
                (n, kind, connection) -> {
                    if (n == chosen.get()) {
                        before.step(n, kind, connection);
                    }
                },
                chosen);
    }

    /** Counts anew, up to the step that is tampered with. */
    void at(int n) {
        steps.set(0);
        chosen.set(n);
    }

    /** Whether the workers have come to the step that is tampered with. */
    boolean wasReached() {
        return steps.get() >= chosen.get();
    }

    @Override
    public DataSource apply(DataSource dataSource) {
        return proxy(DataSource.class, (method, arguments) -> {
            var result = call(dataSource, method, arguments);
            return result instanceof Connection connection ? tampered(connection) : result;
        });
    }

    private Connection tampered(Connection connection) {
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("commit")) {
                before.step(steps.incrementAndGet(), Step.COMMIT, connection);
            }
            var result = call(connection, method, arguments);
            return result instanceof Statement statement
                    ? tampered(connection, statement, method.getReturnType())
                    : result;
        });
    }

    private Object tampered(Connection connection, Statement statement, Class<?> type) {
        return proxy(type, (method, arguments) -> {
            if (method.getName().startsWith("execute")) {
                before.step(steps.incrementAndGet(), Step.STATEMENT, connection);
            }
            return call(statement, method, arguments);
        });
    }

    private interface Call {
        @Nullable
        Object on(Method method, Object @Nullable [] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                Tampering.class.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> call.on(method, arguments)));
    }

    private static @Nullable Object call(Object on, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
