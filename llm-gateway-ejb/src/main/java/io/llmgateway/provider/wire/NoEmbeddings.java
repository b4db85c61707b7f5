package io.llmgateway.provider.wire;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.ErrorCode;

/** For wires without embeddings. */
public final class NoEmbeddings {
  private NoEmbeddings() {}

  /**
   * @throws ChatException.Final always
   */
  public static EmbeddingModel of(ProviderCard card) {
    throw new ChatException.Final(
        ErrorCode.UNSUPPORTED_PARAMETER,
        "The provider " + card.id() + " has no embeddings over this wire",
        "model");
  }
}
