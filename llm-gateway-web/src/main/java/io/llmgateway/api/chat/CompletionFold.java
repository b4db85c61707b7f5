package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import java.util.Map;
import java.util.TreeMap;

/** The fold of a stream into one legacy completion ({@code text_completion}). */
public final class CompletionFold implements Fold {
  private final AnswerHead head;
  private final CompletionRequest request;
  private final Map<Integer, FoldedChoice> choices = new TreeMap<>();
  private final MergedResponse response = new MergedResponse();

  public CompletionFold(AnswerHead head, CompletionRequest request) {
    this.head = head;
    this.request = request;
  }

  @Override
  public void add(ChatEvent event) {
    if (event instanceof ChatEvent.TextDelta text) {
      choice(text.choice()).addText(text.text(), null);
    } else if (event instanceof ChatEvent.Finish finish) {
      choice(finish.choice()).finishReason = finish.reason();
    } else {
      response.add(event);
    }
  }

  private FoldedChoice choice(int index) {
    return choices.computeIfAbsent(index, i -> new FoldedChoice());
  }

  @Override
  public JsonBytes answer() {
    JsonBytes out = new JsonBytes(1024);
    out.ascii("{\"id\":\"cmpl-")
        .ascii(head.callId())
        .ascii("\",\"object\":\"text_completion\",\"created\":")
        .number(head.created())
        .ascii(",\"model\":")
        .string(head.model())
        .ascii(",\"choices\":[");
    String separator = "";
    for (Map.Entry<Integer, FoldedChoice> choice : choices.entrySet()) {
      out.ascii(separator)
          .ascii("{\"text\":")
          .string(request.before(choice.getKey()) + choice.getValue().text)
          .ascii(",\"index\":")
          .number(choice.getKey())
          .ascii(",\"logprobs\":null,\"finish_reason\":")
          .string(choice.getValue().finishReason)
          .ascii("}");
      separator = ",";
    }
    out.ascii("]");
    response.writeMembers(out);
    return out.ascii("}");
  }
}
