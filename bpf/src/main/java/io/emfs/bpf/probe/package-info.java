/** What this machine permits: each question that decides whether eMFS can work here, asked by trying. */
@NullMarked
package io.emfs.bpf.probe;

import org.jspecify.annotations.NullMarked;
