/**
 * The gateway's benchmark: latency, throughput, streams, CPU and memory, against the bare upstream
 * and against nginx, by turns within one run. Nothing here is part of {@code verify}.
 *
 * <p>Read {@link io.llmgateway.bench.Bench} first. What was measured is in {@code
 * docs/benchmarks.md}.
 */
package io.llmgateway.bench;
