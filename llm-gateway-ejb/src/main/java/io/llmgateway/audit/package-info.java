/**
 * Who changed what: one event for each change that an operator makes, in the transaction of the
 * change itself. Any room that changes something for an operator records it here; the events are
 * never changed.
 *
 * <p>Read next: {@link io.llmgateway.audit.AuditTrail}.
 */
package io.llmgateway.audit;
