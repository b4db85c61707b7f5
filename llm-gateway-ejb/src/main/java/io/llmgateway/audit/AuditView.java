package io.llmgateway.audit;

import java.time.Instant;

/**
 * A change as it was recorded.
 *
 * @param id grows with time; the cursor of {@link AuditQuery}
 * @param principal who made the change
 * @param action what was done, such as {@code key.create}
 * @param subject the name of what was changed
 * @param details a JSON object: what it was changed to; never a secret
 */
public record AuditView(
    String id, Instant at, String principal, String action, String subject, String details) {}
