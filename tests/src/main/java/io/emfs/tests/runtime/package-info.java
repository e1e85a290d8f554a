/**
 * Real FaaS runtimes with one small function each, started as their documentation says. The Maven build puts their jars,
 * and {@link io.emfs.tests.runtime.NodePackages} their npm packages, into a directory of the build.
 */
@NullMarked
package io.emfs.tests.runtime;

import org.jspecify.annotations.NullMarked;
