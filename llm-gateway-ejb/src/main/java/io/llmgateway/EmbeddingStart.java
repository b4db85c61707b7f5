package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.provider.Providers;
import io.llmgateway.routing.Candidate;

/** Embeds at a candidate; those whose wire has no embeddings are passed over. */
record EmbeddingStart(Providers providers, EmbeddingRequest request)
    implements AttemptStart<EmbeddingAnswer> {

  @Override
  public ChatException unfit(Candidate candidate) {
    try {
      providers.embeddings(candidate.provider(), candidate.endpoint());
      return null;
    } catch (ChatException e) {
      return e;
    }
  }

  @Override
  public EmbeddingAnswer begin(Candidate candidate, Cancellation cancellation) {
    return providers
        .embeddings(candidate.provider(), candidate.endpoint())
        .embed(request.withModel(candidate.upstreamModel()), cancellation);
  }
}
