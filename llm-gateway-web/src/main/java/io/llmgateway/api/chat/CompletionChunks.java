package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ChatEvent;
import java.util.BitSet;

/**
 * The chunks of a streamed legacy completion ({@code text_completion}). Only text has a place in
 * this format: reasoning and tool calls are left out.
 */
public final class CompletionChunks implements Chunks {
  private final JsonBytes head = new JsonBytes(256);
  private final CompletionRequest request;
  private final boolean includeUsage;
  private final BitSet begun = new BitSet();

  public CompletionChunks(AnswerHead answer, CompletionRequest request) {
    this.request = request;
    this.includeUsage = request.chats().get(0).includeUsage();
    head.ascii("{\"id\":\"cmpl-")
        .ascii(answer.callId())
        .ascii("\",\"object\":\"text_completion\",\"created\":")
        .number(answer.created())
        .ascii(",\"model\":")
        .string(answer.model());
  }

  @Override
  public boolean write(ChatEvent event, JsonBytes out) {
    if (event instanceof ChatEvent.TextDelta text) {
      writeChoice(text.choice(), text.text(), null, out);
    } else if (event instanceof ChatEvent.Finish finish) {
      writeChoice(finish.choice(), "", finish.reason(), out);
    } else if (event instanceof ChatEvent.UsageReported usage && includeUsage) {
      out.raw(head).ascii(",\"choices\":[],\"usage\":");
      UsageJson.write(out, usage.usage(), usage.raw());
      out.ascii("}");
    } else {
      return false;
    }
    return true;
  }

  private void writeChoice(int choice, String text, String finishReason, JsonBytes out) {
    String before = begun.get(choice) ? "" : request.before(choice);
    begun.set(choice);
    out.raw(head)
        .ascii(",\"choices\":[{\"text\":")
        .string(before.isEmpty() ? text : before + text)
        .ascii(",\"index\":")
        .number(choice)
        .ascii(",\"logprobs\":null,\"finish_reason\":")
        .string(finishReason)
        .ascii(includeUsage ? "}],\"usage\":null}" : "}]}");
  }
}
