package io.emfs.pipeline.http;

/** The address of the endpoint cannot be had; the message names host and port. */
public final class EndpointBindException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EndpointBindException(String host, int port, Throwable cause) {
        super("cannot listen on " + host + ":" + port + ": " + reason(cause) + "; set http.bind and http.port", cause);
    }

    private static String reason(Throwable cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        return String.valueOf(root.getMessage());
    }
}
