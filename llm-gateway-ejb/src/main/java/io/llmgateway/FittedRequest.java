package io.llmgateway;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatRequest;
import java.util.List;

/**
 * A request as one candidate can take it.
 *
 * @param provider the candidate's, as it is to be called for this request
 * @param adjusted what was changed, each as {@code field} or {@code field=value}; empty when
 *     nothing
 */
record FittedRequest(ChatRequest request, ProviderCard provider, List<String> adjusted) {}
