package io.llmgateway.routing;

import io.llmgateway.routing.constraint.PriceCeiling;
import io.llmgateway.routing.constraint.Quality;
import java.util.Set;

/**
 * What a virtual model wants of each candidate, beyond what client and policy want. A model that
 * the client names itself gets the request as it is, and says itself what it can not do.
 *
 * @param contextTokens for the prompt and the answer
 * @param minContext the least context window, which must be known; 0 for none
 * @param capabilities in the catalogue's words
 * @param maxPrice the operator's ceiling
 * @param quality the least tier, or null
 */
record Needs(
    long contextTokens,
    long minContext,
    Set<String> capabilities,
    PriceCeiling maxPrice,
    Quality quality) {}
