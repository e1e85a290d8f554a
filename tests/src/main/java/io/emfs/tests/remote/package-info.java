/** Agents in network namespaces, decided for by a job on a cluster. */
@NullMarked
package io.emfs.tests.remote;

import org.jspecify.annotations.NullMarked;
