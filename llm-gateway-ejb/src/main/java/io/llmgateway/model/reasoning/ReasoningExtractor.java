package io.llmgateway.model.reasoning;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.model.stream.EventStep;
import io.llmgateway.model.stream.StepStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A model that writes its reasoning into the text, between tags. Here it becomes reasoning, as it
 * arrives: no more than the beginning of a tag, and blanks next to one, are held back.
 *
 * <p>Where the provider tells the two apart itself, the text is the answer, tags and all.
 */
public final class ReasoningExtractor implements LanguageModel {
  private final LanguageModel model;
  private final boolean begins;

  /**
   * @param begins whether the model's template has written the opening tag, so that the answer
   *     begins with reasoning and only the closing tag is seen
   */
  public ReasoningExtractor(LanguageModel model, boolean begins) {
    this.model = model;
    this.begins = begins;
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    return new StepStream(model.chat(request, cancellation), new Step(begins));
  }

  /** The choices of one answer. */
  static final class Step implements EventStep {
    private final boolean begins;
    private final Map<Integer, Choice> choices = new TreeMap<>();

    Step(boolean begins) {
      this.begins = begins;
    }

    @Override
    public void accept(ChatEvent event, Consumer<ChatEvent> out) {
      if (event instanceof ChatEvent.TextDelta e) {
        choice(e.choice()).text(e, out);
      } else if (event instanceof ChatEvent.ReasoningDelta e) {
        choice(e.choice()).tags.answerBegan();
        out.accept(event);
      } else if (event instanceof ChatEvent.ToolCallStart e) {
        choice(e.choice()).finish(out);
        choices.put(e.choice(), new Choice(e.choice(), false));
        out.accept(event);
      } else if (event instanceof ChatEvent.Finish e) {
        choice(e.choice()).finish(out);
        out.accept(event);
      } else {
        out.accept(event);
      }
    }

    @Override
    public void end(Consumer<ChatEvent> out) {
      choices.values().forEach(choice -> choice.finish(out));
    }

    private Choice choice(int index) {
      return choices.computeIfAbsent(index, i -> new Choice(i, begins));
    }
  }

  private static final class Choice {
    private final int index;
    private final ThinkTags tags;
    private final List<ChatEvent> undecided = new ArrayList<>(0);

    Choice(int index, boolean begins) {
      this.index = index;
      this.tags = new ThinkTags(begins);
    }

    void text(ChatEvent.TextDelta delta, Consumer<ChatEvent> out) {
      if (tags.answering()) {
        out.accept(delta);
        return;
      }
      if (delta.logprobs() != null) {
        undecided.add(new ChatEvent.TextDelta(index, "", delta.logprobs()));
      }
      tags.accept(delta.text(), part -> emit(part, out));
    }

    void finish(Consumer<ChatEvent> out) {
      tags.end(part -> emit(part, out));
      undecided.clear();
    }

    /** Probabilities of what turned out to be reasoning have no place in the contract. */
    private void emit(ThinkTags.Part part, Consumer<ChatEvent> out) {
      if (part.reasoning()) {
        undecided.clear();
        out.accept(new ChatEvent.ReasoningDelta(index, part.text()));
      } else {
        undecided.forEach(out);
        undecided.clear();
        out.accept(new ChatEvent.TextDelta(index, part.text(), null));
      }
    }
  }
}
