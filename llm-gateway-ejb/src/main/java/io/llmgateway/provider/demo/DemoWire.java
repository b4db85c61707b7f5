package io.llmgateway.provider.demo;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.Wire;

/** The wire that leads nowhere but to {@link DemoModel} and {@link DemoEmbeddings}. */
public final class DemoWire implements Wire {
  @Override
  public String id() {
    return "demo";
  }

  @Override
  public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
    return new DemoModel();
  }

  @Override
  public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    return new DemoEmbeddings();
  }
}
