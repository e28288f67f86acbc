package org.userdatatransfer.worker;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives tests the one running worker that all of them share; it is stopped when the last of them has ended. */
final class EndToEnd implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == RunningWorker.class;
    }

    @Override
    public RunningWorker resolveParameter(ParameterContext parameter, ExtensionContext test) {
        return test.getRoot()
                .getStore(Namespace.create(EndToEnd.class))
                .computeIfAbsent(RunningWorker.class, type -> RunningWorker.shared(), RunningWorker.class);
    }
}
