/**
 * Who is calling, and may they: API keys, accounts, allowed models, rate limits, concurrency,
 * budgets. Knows no money beyond the budget's sum and no provider.
 *
 * <p>Read next: {@link io.llmgateway.admission.Admission}.
 */
package io.llmgateway.admission;
