package io.emfs.tests.learning;

/** A way to forecast; it may have been trained on functions other than those it is asked about. Thread-safe. */
public interface Method {
    /** As it is called in reports. */
    String name();

    /** For a function of which nothing has been seen. */
    Adaptation adapt();
}
