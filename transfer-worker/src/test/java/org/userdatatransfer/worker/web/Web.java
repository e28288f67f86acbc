package org.userdatatransfer.worker.web;

import java.util.List;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** A controller as a client sees it, its problems told as the application has Spring tell them. */
final class Web {

    @ControllerAdvice
    private static final class Problems extends ResponseEntityExceptionHandler {}

    private Web() {}

    static MockMvcTester of(Object controller) {
        return MockMvcTester.of(List.of(controller), web -> web.setControllerAdvice(new Problems()).build());
    }
}
