package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import java.util.Map;
import java.util.TreeMap;

/**
 * The fold of a stream into one chat completion ({@code chat.completion}).
 *
 * <p>Source: <a href="https://platform.openai.com/docs/api-reference/chat/object">The chat
 * completion object</a>.
 */
public final class ChatCompletionFold implements Fold {
  private final AnswerHead head;
  private final Map<Integer, FoldedChoice> choices = new TreeMap<>();
  private final MergedResponse response = new MergedResponse();

  public ChatCompletionFold(AnswerHead head) {
    this.head = head;
  }

  @Override
  public void add(ChatEvent event) {
    if (event instanceof ChatEvent.TextDelta text) {
      choice(text.choice()).addText(text.text(), text.logprobs());
    } else if (event instanceof ChatEvent.ReasoningDelta reasoning) {
      choice(reasoning.choice()).addReasoning(reasoning.text());
    } else if (event instanceof ChatEvent.ToolCallStart start) {
      choice(start.choice()).startTool(start);
    } else if (event instanceof ChatEvent.ToolCallDelta delta) {
      choice(delta.choice()).addArguments(delta.index(), delta.arguments());
    } else if (event instanceof ChatEvent.ChoiceFields unknown) {
      choice(unknown.choice()).addFields(unknown.delta(), unknown.fields());
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
    out.ascii("{\"id\":\"chatcmpl-")
        .ascii(head.callId())
        .ascii("\",\"object\":\"chat.completion\",\"created\":")
        .number(head.created())
        .ascii(",\"model\":")
        .string(head.model());
    String separator = ",\"choices\":[";
    for (Map.Entry<Integer, FoldedChoice> choice : choices.entrySet()) {
      out.ascii(separator);
      choice.getValue().write(choice.getKey(), out);
      separator = ",";
    }
    out.ascii(choices.isEmpty() ? ",\"choices\":[]" : "]");
    response.writeMembers(out);
    return out.ascii("}");
  }
}
