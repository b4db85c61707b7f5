/**
 * What a client sees, which calls are made and what is booked when a provider fails: one row for
 * each fault in {@link io.llmgateway.it.fault.FaultBeforeOutput}, {@link
 * io.llmgateway.it.fault.FaultAfterOutput} and {@link io.llmgateway.it.fault.OddAnswer}, each tried
 * as JSON and as a stream. The page docs/what-happens-when.md tells the same in words.
 */
package io.llmgateway.it.fault;
