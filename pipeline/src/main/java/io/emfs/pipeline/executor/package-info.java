/** Carries queue changes out on the kernel's threads, and takes them back. */
@NullMarked
package io.emfs.pipeline.executor;

import org.jspecify.annotations.NullMarked;
