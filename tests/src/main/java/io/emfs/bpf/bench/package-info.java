/**
 * libbpf calls that only benchmarks and tests make: those of the ring reader that ours is held against. Below io.emfs.bpf because nothing else may import JNA; in this module because nothing shipped needs them.
 */
@NullMarked
package io.emfs.bpf.bench;

import org.jspecify.annotations.NullMarked;
