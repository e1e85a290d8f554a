/** Functions for the Java runtimes, loaded by them from this class path; eMFS itself uses none of them. */
@NullMarked
package io.emfs.tests.functions;

import org.jspecify.annotations.NullMarked;
