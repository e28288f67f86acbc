package org.userdatatransfer.worker.web;

import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** A question that has no answer; Spring says so as a problem in JSON. */
final class ProblemException extends ErrorResponseException {

    ProblemException(HttpStatus status, String problem) {
        super(status, ProblemDetail.forStatusAndDetail(status, problem), null);
    }

    /** Somebody asks about a transfer of which nothing is known. */
    static ProblemException unknown(UUID id) {
        return new ProblemException(
                HttpStatus.NOT_FOUND,
                "Nobody knows of a transfer %s: no request with this id has been read yet, or it ended so long ago that it is forgotten (coordination.retention)."
                        .formatted(id));
    }
}
