package io.llmgateway.provider.wire;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.chat.Outcome;
import java.util.function.BooleanSupplier;

/**
 * Sends a request once more when the provider refused a token that was good a moment ago: tokens
 * are withdrawn before their time. Also when it says so inside an answer with status 200, as long
 * as nothing of the answer was handed out.
 */
public final class RenewingModel implements LanguageModel {
  private final LanguageModel model;
  private final BooleanSupplier renewal;

  /**
   * @param renewal drops the token, and says whether another can be had
   */
  public RenewingModel(LanguageModel model, BooleanSupplier renewal) {
    this.model = model;
    this.renewal = renewal;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    try {
      return new Stream(model.chat(request, cancellation), request, cancellation);
    } catch (ChatException.Retryable e) {
      if (e.outcome() != Outcome.AUTH || !renewal.getAsBoolean()) {
        throw e;
      }
      return model.chat(request, cancellation);
    }
  }

  /** The same for embeddings. */
  public static EmbeddingModel embeddings(EmbeddingModel model, BooleanSupplier renewal) {
    return (request, cancellation) -> {
      try {
        return model.embed(request, cancellation);
      } catch (ChatException.Retryable e) {
        if (e.outcome() != Outcome.AUTH || !renewal.getAsBoolean()) {
          throw e;
        }
        return model.embed(request, cancellation);
      }
    };
  }

  private final class Stream implements ChatStream {
    private final ChatRequest request;
    private final Cancellation cancellation;
    private ChatStream stream;
    private boolean settled;

    Stream(ChatStream stream, ChatRequest request, Cancellation cancellation) {
      this.stream = stream;
      this.request = request;
      this.cancellation = cancellation;
    }

    @Override
    public ChatEvent next() {
      try {
        ChatEvent event = stream.next();
        settled = true;
        return event;
      } catch (ChatException.Retryable e) {
        if (settled || e.outcome() != Outcome.AUTH || !renewal.getAsBoolean()) {
          throw e;
        }
        settled = true;
        stream.close();
        stream = model.chat(request, cancellation);
        return stream.next();
      }
    }

    @Override
    public void close() {
      stream.close();
    }
  }
}
